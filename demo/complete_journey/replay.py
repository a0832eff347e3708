#!/usr/bin/env python3
"""Replay one day of Complete Journey as assisted orders, through the API and nothing else.

Each agent is a thread with its own keep-alive connection. For every basket the agent does what an
agent does on the telephone: find the customer by e-mail, start an assist session, put the lines into
the cart, choose delivery, shipping and invoice, accept the terms in the customer's name, place the
order at the total that was shown, end the session with a note.

    python3 replay.py --url http://127.0.0.1:8080 --replay DIR/replay.json --agents 8

Needs only the standard library. Writes replay-result.json beside the replay file, prints orders,
seconds and the time each call took, and ends with 1 when a basket was not placed.
"""

from __future__ import annotations

import argparse
import collections
import http.client
import json
import queue
import sys
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import quote, urlsplit

import people

# The calls, in the order an agent makes them: method, path. `{base}` is "/as/N" of the session.
CALLS = {
    "sign in": ("POST", "/v1/staff/sign-in"),
    "find customer": ("GET", "/v1/customers/search?q={email}"),
    "start session": ("POST", "/v1/assist-sessions"),
    "open cart": ("POST", "{base}/v1/carts"),
    "add line": ("POST", "{base}/v1/carts/{cart}/lines"),
    "remove line": ("DELETE", "{base}/v1/carts/{cart}/lines/{line}"),
    "read addresses": ("GET", "{base}/v1/account/addresses"),
    "set delivery": ("PUT", "{base}/v1/carts/{cart}/delivery"),
    "set shipping": ("PUT", "{base}/v1/carts/{cart}/shipping"),
    "set payment": ("PUT", "{base}/v1/carts/{cart}/payment"),
    "accept terms": ("PUT", "{base}/v1/carts/{cart}/terms"),
    "place order": ("POST", "{base}/v1/carts/{cart}/place"),
    "end session": ("POST", "{base}/v1/assist-session/end"),
}

TRIES = 3
LONGEST_WAIT_SECONDS = 10


class Refused(Exception):
    """The shop answered with a problem; its kind is the last part of the problem's type."""

    def __init__(self, call: str, status: int, problem: dict) -> None:
        self.kind = f"{call}: {status} {str(problem.get('type', '')).rsplit('/', 1)[-1]}".rstrip()
        super().__init__(f"{self.kind} {problem.get('detail', '')}".rstrip())


class Agent:
    """One signed-in agent on one connection; remembers how long each call took."""

    def __init__(self, url: str, site: str, seconds: dict[str, list[float]]) -> None:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(parts.hostname, parts.port, timeout=60)
        self.prefix = parts.path.rstrip("/")
        self.site = site
        self.seconds = seconds
        self.cookies: dict[str, str] = {}

    def call(self, name: str, body: dict | None = None, version: int | None = None, **where: str) -> dict:
        """One call by its name in CALLS; waits and asks again, with the same key, where the shop says so.

        `version` is the cart's as the agent saw it last: the shop changes no other one.
        """
        method, path = CALLS[name]
        headers = {"Accept": "application/json", "Understudy-Site": self.site, "X-Requested-By": "replay"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{cookie}={value}" for cookie, value in self.cookies.items())
        if method != "GET":
            headers["Content-Type"] = "application/json"
            headers["Idempotency-Key"] = uuid.uuid4().hex
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        payload = None if body is None else json.dumps(body).encode()

        for attempt in range(1, TRIES + 1):
            started = time.perf_counter()
            self.connection.request(method, self.prefix + path.format(**where), payload, headers)
            response = self.connection.getresponse()
            content = response.read()
            self.seconds[name].append(time.perf_counter() - started)
            self.keep_cookies(response)
            wait = response.getheader("Retry-After")
            if response.status not in (429, 503) or wait is None or attempt == TRIES:
                break
            time.sleep(min(float(wait), LONGEST_WAIT_SECONDS))

        answer = json.loads(content) if content.strip() else {}
        if response.status >= 400:
            raise Refused(name, response.status, answer)
        return answer

    def keep_cookies(self, response: http.client.HTTPResponse) -> None:
        """Name and value of each cookie; an emptied one is dropped."""
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.split(";", 1)[0].partition("=")
            if value:
                self.cookies[name.strip()] = value
            else:
                self.cookies.pop(name.strip(), None)

    def assist(self, basket: dict) -> str:
        """The whole conversation with one customer; the number of the order.

        A basket counts as placed only when its session could be ended as well.
        """
        email = basket["email"]
        found = self.call("find customer", email=quote(email))["items"]
        customer = next(one["id"] for one in found if one["email"] == email)
        start = {"customer": customer, "reason": "Order by telephone", "ticket": basket["order_ref"]}
        base = f"/as/{self.call('start session', start)['tab']}"
        try:
            return self.order(base, basket["lines"])
        finally:
            self.call("end session", {"summary": "Ordered by telephone"}, base=base)

    def order(self, base: str, lines: list[dict]) -> str:
        """From an empty cart to a placed order; its number."""
        cart = self.call("open cart", {}, base=base)

        def change(name: str, body: dict | None = None, **where: str) -> None:
            nonlocal cart
            cart = self.call(name, body, version=cart["version"], base=base, cart=cart["id"], **where)

        # What an earlier day left in the household's cart is not part of this order.
        for left in cart["lines"]:
            change("remove line", line=left["id"])
        for line in lines:
            change("add line", {"sku": line["product_ref"], "quantity": line["quantity"]})
        address = self.call("read addresses", base=base)[0]["id"]
        change("set delivery", {"address": address})
        change("set shipping", {"method": "standard"})
        change("set payment", {"method": "invoice"})
        change("accept terms", {"how": "by telephone, read out"})
        placed = self.call("place order", {"shown_total": cart["total"]["amount"]}, version=cart["version"],
                           base=base, cart=cart["id"])
        return placed["number"]


class Day:
    """The day's work, shared by all agents. A household's baskets stay in order and with one agent,
    because they go through one cart."""

    def __init__(self, baskets: list[dict]) -> None:
        households: dict[str, list[dict]] = {}
        for basket in baskets:
            households.setdefault(basket["customer_ref"], []).append(basket)
        self.waiting: queue.SimpleQueue[list[dict]] = queue.SimpleQueue()
        for turn in households.values():
            self.waiting.put(turn)
        self.seconds: dict[str, list[float]] = collections.defaultdict(list)
        self.placed: dict[str, str] = {}
        self.refused: dict[str, str] = {}

    def work(self, agent: Agent) -> None:
        """Takes households until none is left."""
        while True:
            try:
                turn = self.waiting.get_nowait()
            except queue.Empty:
                return
            for basket in turn:
                try:
                    self.placed[basket["order_ref"]] = agent.assist(basket)
                except Refused as refusal:
                    self.refused[basket["order_ref"]] = str(refusal)
                except (OSError, http.client.HTTPException, StopIteration, LookupError) as fault:
                    self.refused[basket["order_ref"]] = f"{type(fault).__name__}: {fault}"
                    agent.connection.close()


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(day: Day, replay: dict, agents: int, elapsed: float) -> dict:
    """Prints the figures and returns them."""
    lines = {basket["order_ref"]: len(basket["lines"]) for basket in replay["baskets"]}
    calls = sum(len(values) for values in day.seconds.values())
    figures = {
        "day": replay["day"],
        "agents": agents,
        "baskets": len(lines),
        "orders_placed": len(day.placed),
        "lines_placed": sum(lines[order] for order in day.placed),
        "seconds": round(elapsed, 2),
        "calls": calls,
        "milliseconds": {
            name: {f"p{share}": round(1000 * quantile(values, share / 100), 2) for share in (50, 95, 99)}
            for name, values in day.seconds.items()
        },
    }
    print(f"{figures['orders_placed']} of {figures['baskets']} baskets of {replay['day']} placed by {agents} agents "
          f"in {elapsed:.1f} s: {len(day.placed) / elapsed:.1f} orders/s, {calls / elapsed:.0f} calls/s")
    print(f"{'call':16} {'times':>7} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    for name in CALLS:
        if name in figures["milliseconds"]:
            times = figures["milliseconds"][name]
            print(f"{name:16} {len(day.seconds[name]):7} {times['p50']:8.2f} {times['p95']:8.2f} {times['p99']:8.2f}")
    for reason, count in collections.Counter(day.refused.values()).most_common(10):
        print(f"not placed, {count} x {reason}")
    return figures


def main() -> int:
    """Signs all agents in, then replays the day; 0 when every basket became an order."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--url", default="http://127.0.0.1:8080")
    options.add_argument("--replay", type=Path, required=True, help="replay.json of convert.py")
    options.add_argument("--agents", type=int, default=8, help="at most as many as staff.csv holds")
    options.add_argument("--limit", type=int, help="only the first so many baskets")
    chosen = options.parse_args()

    replay = json.loads(chosen.replay.read_text(encoding="utf-8"))
    replay["baskets"] = replay["baskets"][:chosen.limit]
    day = Day(replay["baskets"])
    agents = [Agent(chosen.url, replay["site"], day.seconds) for _ in range(chosen.agents)]
    for number, agent in enumerate(agents, start=1):
        agent.call("sign in", {"login": people.agent_email(number), "password": people.agent_password(number)})

    started = time.perf_counter()
    threads = [threading.Thread(target=day.work, args=(agent,)) for agent in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures = report(day, replay, chosen.agents, time.perf_counter() - started)

    result = {**figures, "placed": day.placed, "refused": day.refused}
    chosen.replay.with_name("replay-result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if len(day.placed) == len(replay["baskets"]) else 1


if __name__ == "__main__":
    sys.exit(main())
