"""The public part of the register as an IATI 2.03 publication."""
