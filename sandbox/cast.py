"""The people and the group of a sandbox that is run alone."""

from sandbox.telegram import Telegram

GROUP_ID = -1001


def default_cast(telegram: Telegram) -> None:
    """Three people with two languages; Olena has made the approvers' group."""
    olena = telegram.add_person(
        101, "Олена", last_name="Коваль", username="olena", language_code="uk"
    )
    andrii = telegram.add_person(
        102, "Андрій", last_name="Мельник", username="andrii", language_code="uk"
    )
    emma = telegram.add_person(103, "Emma", last_name="Clark", username="emma", language_code="en")
    telegram.add_group(GROUP_ID, "Approvals", members=[andrii, emma], creator=olena)
