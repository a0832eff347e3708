"""A client of Spryker's Glue API, written against its wire contract alone: it knows JSON:API documents, the two token
headers and the names of resources, and nothing of the product behind them. Standard library only."""

import http.client
import json
import urllib.parse

MEDIA = "application/vnd.api+json"


class Refused(Exception):
    """An answer other than the one that was counted on."""

    def __init__(self, status, document):
        super().__init__(f"{status}: {document}")
        self.status = status
        self.errors = document.get("errors", []) if isinstance(document, dict) else []
        self.code = self.errors[0].get("code") if self.errors else None
        self.detail = self.errors[0].get("detail") if self.errors else None


class Answer:
    """A document, with the headers it came with."""

    def __init__(self, status, headers, document):
        self.status = status
        self.headers = headers
        self.document = document

    @property
    def data(self):
        return self.document["data"]

    @property
    def attributes(self):
        return self.data["attributes"]

    def included(self, kind):
        return [one for one in self.document.get("included", []) if one["type"] == kind]


class Glue:
    """A connection to a base address, with whatever tokens it was given."""

    def __init__(self, base, authorization=None, agent=None, guest=None):
        self.base = urllib.parse.urlsplit(base)
        self.headers = {"Accept": "*/*", "Accept-Language": "en"}
        if authorization:
            self.headers["Authorization"] = f"Bearer {authorization}"
        if agent:
            self.headers["X-Agent-Authorization"] = f"Bearer {agent}"
        if guest:
            self.headers["X-Anonymous-Customer-Unique-Id"] = guest

    def call(self, method, path, body=None, headers=None, wanted=200):
        connection = http.client.HTTPConnection(self.base.hostname, self.base.port, timeout=30)
        sent = dict(self.headers, **(headers or {}))
        if body is not None:
            sent["Content-Type"] = MEDIA
            body = json.dumps(body)
        connection.request(method, self.base.path.rstrip("/") + path, body=body, headers=sent)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        if response.status == 204:
            document = None
        else:
            kind = response.getheader("Content-Type")
            if kind != MEDIA:
                raise Refused(response.status, f"the answer is of the type {kind!r}: {text[:200]!r}")
            document = json.loads(text)
        if response.status != wanted:
            raise Refused(response.status, document)
        reasons = http.client.responses
        if response.reason != reasons[response.status]:
            raise Refused(response.status, f"the reason is {response.reason!r}")
        return Answer(response.status, response.headers, document)

    def get(self, path, **query):
        text = urllib.parse.urlencode(query)
        return self.call("GET", f"{path}?{text}" if text else path)

    def post(self, path, kind, attributes, wanted=201):
        document = {"data": {"type": kind, "attributes": attributes}}
        return self.call("POST", path, document, wanted=wanted)

    def patch(self, path, kind, attributes, headers=None):
        return self.call("PATCH", path, {"data": {"type": kind, "attributes": attributes}}, headers)

    def delete(self, path):
        return self.call("DELETE", path, wanted=204)

    # What an agent does.

    def sign_agent_in(self, username, password):
        given = {"username": username, "password": password}
        answer = self.post("/agent-access-tokens", "agent-access-tokens", given)
        assert answer.data["id"] is None and answer.attributes["tokenType"] == "Bearer"
        assert answer.attributes["expiresIn"] > 25000
        return answer.attributes

    def search_customers(self, q=None, offset=None, limit=None):
        query = {} if q is None else {"q": q}
        if offset is not None:
            query.update({"page[offset]": offset, "page[limit]": limit})
        answer = self.get("/agent-customer-search", **query)
        assert len(answer.data) == 1 and answer.data[0]["id"] is None
        return answer.data[0]["attributes"]["customers"], answer.document["links"]

    def act_for(self, reference):
        kind = "agent-customer-impersonation-access-tokens"
        return self.post(f"/{kind}", kind, {"customerReference": reference}).attributes

    # What a customer does.

    def sign_in(self, username, password):
        given = {"username": username, "password": password}
        return self.post("/access-tokens", "access-tokens", given).attributes

    def make_cart(self, name, store, currency="EUR", mode="GROSS_MODE"):
        given = {"name": name, "priceMode": mode, "currency": currency, "store": store}
        return self.post("/carts", "carts", given)

    def put(self, cart, sku, quantity):
        path = f"/carts/{cart}/items?include=items"
        return self.post(path, "items", {"sku": sku, "quantity": quantity})
