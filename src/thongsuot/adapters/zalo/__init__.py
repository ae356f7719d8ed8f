"""Zalo Notification Service: texts registered with Zalo beforehand, sent to a telephone number.

Source:  zalo.cloud/zns/guidelines (sending by template, codes of errors); the texts' numbers and
the access token belong to the province's Official Account.
"""
