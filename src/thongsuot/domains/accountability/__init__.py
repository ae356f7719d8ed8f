"""What the record says of who held, how long, who was late, who sent round; reads only.

For now it reads event logs of any system, so that theirs and ours are counted the same way.
"""
