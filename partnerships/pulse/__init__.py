"""How both sides feel about working together: asked by mail, answered without a name, shown as two means."""
