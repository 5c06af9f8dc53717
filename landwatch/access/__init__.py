"""Who may see and do what: people, roles and clusters, sessions, tokens, and the log of sign-ins."""

from __future__ import annotations

from landwatch.access.access_rules import AccessRules
from landwatch.access.accounts import Access
from landwatch.access.kept_answers import KeyInUse, KeyReused, StoredAnswer
from landwatch.access.log_of_access import ChosenDeeds, Deed, MovedOut, Noted, deed_name
from landwatch.access.passwords import PasswordRefused
from landwatch.access.person import Person
from landwatch.access.roles import Reach, Right, Role, Terms, Viewer, terms_of
from landwatch.access.signing_in import SignedIn, SignInRefused, SignInThrottled
from landwatch.access.tokens import Token

__all__ = [
    "Access",
    "AccessRules",
    "ChosenDeeds",
    "Deed",
    "KeyInUse",
    "KeyReused",
    "MovedOut",
    "Noted",
    "PasswordRefused",
    "Person",
    "Reach",
    "Right",
    "Role",
    "SignInRefused",
    "SignInThrottled",
    "SignedIn",
    "StoredAnswer",
    "Terms",
    "Token",
    "Viewer",
    "deed_name",
    "terms_of",
]
