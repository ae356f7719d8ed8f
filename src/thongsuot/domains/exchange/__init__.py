"""What leaves the house leaves through here, written in the transaction that caused it.

For now the only traveller is work for the background worker: a row in the same transaction,
taken up after commit, lost by no crash. Messages to other systems will be rows beside it.
"""
