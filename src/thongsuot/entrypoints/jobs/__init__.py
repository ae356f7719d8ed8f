"""Scheduled and queued work: a door like any other, entered by the background worker.

Jobs are rows written in the transaction of the act that causes them (``domains/exchange``), so
none is lost and none is done for an act that did not happen. Every job may run twice.
"""
