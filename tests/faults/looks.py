"""What each trouble on the road looks like to who sent the call."""

from __future__ import annotations

import json

import requests

from tests.faults.troubles import Trouble

PAGE = b"<html><body><h1>This page is not what you asked for</h1></body></html>"
BUSY = {
    "exceptionMessage": "Error: Another process has updated the 'SOOrder' record. Your changes will be lost.",
    "exceptionType": "PX.Data.PXLockViolationException",
}

NOT_SENT: dict[Trouble, tuple[int, bytes]] = {
    Trouble.AWAY: (503, PAGE),
    Trouble.OVERDUE: (504, PAGE),
    Trouble.DECLINED: (429, b""),
    Trouble.DECLINED_FOR: (429, b"wait"),
    Trouble.SESSION_ENDED: (401, b""),
    Trouble.BUSY: (500, json.dumps(BUSY).encode()),
    Trouble.NO_SEAT: (429, b"API Login Limit"),
}
LOST = {
    Trouble.UNREACHABLE: requests.exceptions.ConnectTimeout,
    Trouble.LOST_REQUEST: requests.exceptions.ReadTimeout,
    Trouble.LATE: requests.exceptions.ReadTimeout,
    Trouble.TIMEOUT: requests.exceptions.ReadTimeout,
    Trouble.CUT: requests.exceptions.ConnectionError,
    Trouble.RESET: requests.exceptions.ConnectionError,
}
NEVER_ARRIVED = (Trouble.UNREACHABLE, Trouble.LOST_REQUEST, Trouble.LATE, Trouble.RESET)
WAITED_FOR = (Trouble.UNREACHABLE, Trouble.LOST_REQUEST, Trouble.LATE, Trouble.TIMEOUT)
SENT: dict[Trouble, tuple[int, bytes]] = {
    Trouble.GATEWAY: (502, PAGE),
    Trouble.BROKEN: (500, PAGE),
    Trouble.PAGE: (200, PAGE),
    Trouble.EMPTY: (200, b""),
}
