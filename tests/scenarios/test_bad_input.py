"""Each wrong input gets one clear message that says what to do, and nothing is written."""

import logging
import sqlite3

import pytest

from sandbox.kit import Plan

pytestmark = pytest.mark.scenario


@pytest.fixture
def shop(line, caplog):
    caplog.set_level(logging.ERROR)
    line.store.seed(Plan(customers=2, orders=1, days=1))
    line.erp.seed(Plan())
    return line


def reason(capsys, caplog):
    """Give what the tasks said: Airflow prints task logs of an in-process run."""
    out, err = capsys.readouterr()
    return out + err + caplog.text


def break_store_token(shop):
    shop.connect(token="not-the-token")


def break_erp_password(shop):
    shop.connect(password="not-the-password")


def break_connection(shop):
    shop.settings(connections__myob_advanced="myob_other")


def break_settings(shop):
    shop.settings(orders__order_type="E")


def break_filter(shop):
    shop.settings(filters=[{"entity": "Customer", "field": "email", "condition": "Is Not Empty", "opening": 1}])


def break_history_version(shop):
    with sqlite3.connect(shop.folder / "history.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")


def lose_history(shop):
    (shop.folder / "history.db").unlink()


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (break_store_token, ["bigcommerce_demo", "token"]),
        (break_erp_password, ["myob_advanced_demo", "password"]),
        (break_connection, ["Connection 'myob_other' is not defined", "AIRFLOW_CONN_MYOB_OTHER"]),
        (break_filter, ["filter", "bracket"]),
        (break_history_version, ["make migrate"]),
        (lose_history, ["make migrate"]),
    ],
)
def test_the_message_says_what_to_do_and_nothing_is_written(shop, capsys, caplog, break_it, said):
    break_it(shop)
    ran = shop.run()
    assert ran.state == "failed"
    text = reason(capsys, caplog)
    for words in said:
        assert words.lower() in text.lower(), words
    assert "not-the-" not in text
    assert not shop.effects()
    assert shop.erp.open_sessions() == 0


def test_a_store_with_wrong_settings_is_refused_before_it_runs(shop):
    from bc_myob.model.errors import ConfigurationError

    break_settings(shop)
    with pytest.raises(ConfigurationError, match=r"demo\.yaml: orders\.order_type"):
        shop.run()


def test_a_wrong_password_is_tried_once_so_that_no_account_gets_locked(shop):
    shop.settings(run__retries=3, run__retry_delay_seconds=1)
    break_erp_password(shop)
    shop.box.reset_calls()
    shop.run()
    assert shop.box.calls()["erp POST /entity/auth/login"] == 1
