"""The grounds of kin and of posts, in the policy's order: what an identity alone can give."""

from collections.abc import Callable, Iterable, Mapping

from huibi.screening import kin, posts
from huibi.screening.colleagues import post_superior
from huibi.screening.notice import Notice
from huibi.screening.view import View

Look = Callable[[View, str], Iterable[Notice]]

KIN: Mapping[str, Look] = {
    "kin.body": kin.kin_body,
    "kin.staff": kin.kin_staff,
    "kin.above": kin.kin_above,
    "kin.former": kin.kin_former,
    "kin.other": kin.kin_other,
}
POSTS: Mapping[str, Look] = {
    "post.current": posts.post_current,
    "post.above": posts.post_above,
    "post.former": posts.post_former,
    "post.led": posts.post_led,
    "post.long": posts.post_long,
    "post.superior": post_superior,
}
