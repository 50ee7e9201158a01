"""How good the order of peers is: known partnerships, their offering side hidden, asked for anew."""
