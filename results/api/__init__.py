"""Results as data: outcomes over all partnerships, and the framework of one."""
