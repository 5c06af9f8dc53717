"""Methods, steps and accounts of the ledger go by the name of the language spoken."""

from __future__ import annotations

import pytest

from landwatch.i18n import Language, speaking
from landwatch.measures.acreage import Account, Method, Step, method_name
from landwatch.measures.acreage.entries import account_name
from landwatch.measures.acreage.methods import step_name


@pytest.mark.parametrize(
    ("language", "method", "step", "account"),
    [
        ("en", "merger or change of shares", "court ruling", "revitalised"),
        ("zh", "兼并重组/股权", "司法裁定", "已盘活"),
    ],
)
def test_a_name_is_that_of_the_language(language: Language, method: str, step: str, account: str) -> None:
    with speaking(language):
        told = method_name(Method.MERGE), step_name(Step.RULING), account_name(Account.REVITALISED)
    assert told == (method, step, account)
