"""From the bytes of a published file to activities in one shape, whatever the version of the standard."""
