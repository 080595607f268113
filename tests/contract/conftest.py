"""The suite's own assertions are explained as those of its backends are."""

import pytest

pytest.register_assert_rewrite("tests.contract.contract")
