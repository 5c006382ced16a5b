"""What `doctor` found, by file and line, each with what to do."""

from stillpd.model.problem import Problem
from stillpd.render.page import Block, Page, Para, dim, strong, text
from stillpd.render.when import plural


def page(found: tuple[Problem, ...]) -> Page:
    """Return the problems on a page; nothing at all where there is none."""
    blocks: list[Block] = []
    for problem in found:
        blocks.append(Para(text(strong(problem.place), f": {problem.message}.")))
        if problem.hint:
            blocks.append(Para(text(dim(problem.hint)), indent=2))
    if blocks:
        files = len({problem.path for problem in found})
        told = f"{plural(len(found), 'thing')} to look at in {plural(files, 'file')}."
        blocks.append(Para(text(told, " Every other file is well.")))
    return tuple(blocks)
