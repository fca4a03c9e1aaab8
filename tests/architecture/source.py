"""Reading our own source: what the guards look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ANJU = CHECKOUT / "anju"


@dataclass(frozen=True)
class Module:
    """One Python module of the product, parsed."""

    app: str
    room: str
    path: str
    tree: ast.Module


def modules(*rooms: str) -> Iterator[Module]:
    """Yield the modules of all apps, or those in certain rooms (`commands` is file or folder)."""
    for path in sorted(ANJU.rglob("*.py")):
        parts = path.relative_to(ANJU).parts
        if len(parts) < 2 or "migrations" in parts:
            continue
        room = parts[1].removesuffix(".py")
        if not rooms or room in rooms:
            yield parse(path.read_text(), app=parts[0], room=room, path=str(Path("anju", *parts)))


def parse(text: str, *, app: str = "sample", room: str = "sample", path: str = "sample") -> Module:
    """Return a module from its text; the twins feed bad ones."""
    return Module(app=app, room=room, path=path, tree=ast.parse(text))


def imports_of(module: Module) -> Iterator[tuple[str, int]]:
    """Yield every imported dotted name with its line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def calls_of(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the dotted name of every call with its line: `timezone.now`, `self.save` → `.save`."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            yield _dotted(call.func), call.lineno


def public_functions(module: Module) -> Iterator[ast.FunctionDef]:
    """Yield the module's own public functions."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def decorators_of(function: ast.FunctionDef) -> list[str]:
    """Return the dotted names of a function's decorators."""
    return [
        _dotted(item.func if isinstance(item, ast.Call) else item)
        for item in function.decorator_list
    ]


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
