"""Fetches pages, feeds and files from the web for loading, and nothing from inside the network it runs in."""

from knowledge.fetching.dead import dead
from knowledge.fetching.policy import Fetched, Policy
from knowledge.fetching.reading import read_url
from knowledge.fetching.session import fetch

__all__ = ["Fetched", "Policy", "dead", "fetch", "read_url"]
