"""Runs LocalEmu on 127.0.0.1 only: of its own it listens on every interface of the machine, whatever it is told."""

from functools import partial

from localemu.runtime.main import main
from twisted.internet import endpoints

endpoints.TCP4ServerEndpoint = partial(endpoints.TCP4ServerEndpoint, interface="127.0.0.1")
main()
