"""Who may use the bot: for administrators."""

from unittest.mock import patch

from db.enums import Access
from tests.gallery.scene import scene
from tests.gallery.stage import Stage

CODE = "w8Qv1xTz5LmKpR2a"


async def open_access(stage: Stage) -> None:
    """The administrator is the one who is looked at."""
    stage.booker = stage.approver
    await stage.say("/admin")
    await stage.tap("button-access")


async def let_in(stage: Stage, access: Access) -> None:
    """The administrator has said who may use it; the booker is not among them."""
    admission = stage.world.app.dispatcher["admission"]
    admin = await stage.world.actor(stage.approver)
    if access is Access.GROUP:
        title = stage.either("Chess club", "Шаховий гурток")
        club = stage.telegram.add_group(-1007, title, members=[], creator=stage.approver)
        await admission.set_group(admin, club.id, title=title)
    else:
        await admission.set_access(admin, access)


async def make_link(stage: Stage) -> None:
    await stage.tap("button-invites", "button-invite-new")
    with patch("bot.services.access.invites.secrets.token_urlsafe", lambda _: CODE):
        await stage.tap("button-invite-make")


@scene
async def access_everyone(stage: Stage) -> None:
    """Everyone may."""
    await open_access(stage)


@scene
async def access_group(stage: Stage) -> None:
    """The members of a group may."""
    await let_in(stage, Access.GROUP)
    await open_access(stage)


@scene
async def access_changed(stage: Stage) -> None:
    """Another choice."""
    await open_access(stage)
    stage.press(stage.texts.plain("access-choice", access="invited"))


@scene
async def no_members_group(stage: Stage) -> None:
    """The members of which group? None was chosen yet."""
    await open_access(stage)
    stage.press(stage.texts.plain("access-choice", access="group"))


@scene
async def members_bound(stage: Stage) -> None:
    """/members in the group whose members may."""
    stage.look_at(stage.group)
    await stage.say("/members", by=stage.approver)


@scene
async def not_a_members_group(stage: Stage) -> None:
    """/members in a private chat."""
    stage.booker = stage.approver
    await stage.say("/members")


@scene
async def invites_none(stage: Stage) -> None:
    """No invite link is open."""
    await open_access(stage)
    await stage.tap("button-invites")


@scene
async def invite_form(stage: Stage) -> None:
    """A new invite link."""
    await open_access(stage)
    await stage.tap("button-invites", "button-invite-new")


@scene
async def invite_tags(stage: Stage) -> None:
    """With tags, which were typed."""
    await invite_form.act(stage)
    await stage.say("staff lab-2")


@scene
async def invite_not_a_tag(stage: Stage) -> None:
    """What was typed is no tag."""
    await invite_form.act(stage)
    await stage.say(stage.either("the staff!", "вчителі"))


@scene
async def invite_made(stage: Stage) -> None:
    """The link, to be sent on."""
    await open_access(stage)
    await make_link(stage)


@scene
async def invites_open(stage: Stage) -> None:
    """The list of those that are open."""
    await open_access(stage)
    await make_link(stage)
    await stage.tap("button-back")
    await stage.tap("button-invite-new")
    await stage.tap("👥 10")
    await stage.tap(stage.texts.plain("invite-days", days=0), "button-invite-make", "button-back")


@scene
async def invite_revoked(stage: Stage) -> None:
    """It was revoked."""
    await open_access(stage)
    await make_link(stage)
    stage.press("button-invite-revoke")
