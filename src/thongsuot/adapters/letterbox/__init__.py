"""A stand-in for every way: letters are put into files here, and nothing leaves the machine."""
