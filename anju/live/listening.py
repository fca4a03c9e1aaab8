"""The hub's one LISTEN connection: kept, checked, and taken up again when it breaks."""

import asyncio
import logging
import random

import psycopg
from psycopg import sql

from anju.live.board import Board
from anju.live.topics import CHANNEL

logger = logging.getLogger("anju.live")

# A dead peer that sends no reset would look like a quiet day: ask now and then.
_CHECK_SECONDS = 15.0
_ANSWER_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 10.0


async def keep_listening(database_url: str, board: Board) -> None:
    """Hear PostgreSQL for as long as the hub runs; never returns, ends by cancellation.

    After a break it tries again at once, then with growing pauses up to ten seconds.
    """
    failures = 0
    while True:
        try:
            await _listen(database_url, board)
        except (psycopg.Error, OSError, TimeoutError) as broken:
            failures = 0 if board.listening else failures + 1
            # The class and not the message: a message may hold the address with its password.
            logger.warning("the LISTEN connection is broken: %s", type(broken).__name__)
        finally:
            if board.listening:
                board.lose()
        pause = min(_LONGEST_PAUSE_SECONDS, 0.25 * 2 ** min(failures, 10))
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load


async def _listen(database_url: str, board: Board) -> None:
    """Open the connection and pass on what it says until it breaks."""
    async with asyncio.timeout(_ANSWER_SECONDS):
        connection = await psycopg.AsyncConnection.connect(
            database_url, autocommit=True, application_name="anju live hub"
        )
    async with connection:
        async with asyncio.timeout(_ANSWER_SECONDS):
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        board.begin()
        logger.info("listening")
        while True:
            async for notify in connection.notifies(timeout=_CHECK_SECONDS):
                board.hear(notify.payload)
            async with asyncio.timeout(_ANSWER_SECONDS):
                await connection.execute("SELECT 1")
