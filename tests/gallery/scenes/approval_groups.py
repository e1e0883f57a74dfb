"""The approval groups: for administrators."""

from bot.services.place import approval_groups
from tests.gallery.scene import scene
from tests.gallery.scenes.approval import bind
from tests.gallery.scenes.resources import run
from tests.gallery.stage import Stage

LAB = -1003


async def open_groups(stage: Stage) -> None:
    """The administrator is the one who is looked at."""
    stage.look_at()
    stage.booker = stage.approver
    await stage.say("/admin")
    await stage.tap("button-groups")


async def bind_both(stage: Stage) -> None:
    """The laboratory has a group of its own, for the camera."""
    lab = stage.telegram.add_group(
        LAB, stage.either("Laboratory", "Лабораторія"), members=[], creator=stage.approver
    )
    await stage.world.say(stage.approver, "/bind", lab)
    await bind(stage)
    admin = await stage.world.actor(stage.approver)
    groups = await approval_groups.list_groups(stage.world.db, admin)
    camera = await stage.resource("Camera")
    await approval_groups.set_group_of(stage.world.db, admin, camera, groups[1].id)


@scene
async def groups_none(stage: Stage) -> None:
    """No group is bound yet."""
    await open_groups(stage)


@scene
async def groups(stage: Stage) -> None:
    """Two groups."""
    await bind_both(stage)
    await open_groups(stage)


@scene
async def group_default(stage: Stage) -> None:
    """The default group, with a request that waits."""
    await bind_both(stage)
    await stage.have("Podcast studio")
    await open_groups(stage)
    await stage.tap(f"⭐ {stage.group.title}")


@scene
async def group_of_its_own(stage: Stage) -> None:
    """A group that a resource names."""
    await bind_both(stage)
    await open_groups(stage)
    await stage.tap(stage.either("Laboratory", "Лабораторія"))


@scene
async def group_made_default(stage: Stage) -> None:
    """It is made the default one."""
    await group_of_its_own.act(stage)
    stage.press("button-group-default")


@scene
async def group_named(stage: Stage) -> None:
    """A group that a resource names is not unbound."""
    await group_of_its_own.act(stage)
    stage.press("button-group-unbind")


@scene
async def group_awaited(stage: Stage) -> None:
    """Neither is one whose answer is awaited."""
    await group_default.act(stage)
    stage.press("button-group-unbind")


@scene
async def group_asked_no_more(stage: Stage) -> None:
    """A group was unbound."""
    await bind(stage)
    await open_groups(stage)
    await stage.tap(f"⭐ {stage.group.title}")
    stage.press("button-group-unbind")


@scene
async def group_of_a_resource(stage: Stage) -> None:
    """Which group decides about one resource."""
    await bind_both(stage)
    stage.look_at()
    await run(stage, "resources-button", "kind-equipment", "Camera", "resource-group")


@scene
async def group_by_default(stage: Stage) -> None:
    """The default one again."""
    await group_of_a_resource.act(stage)
    await stage.tap("group-choice-default", "button-back")
