"""The client of `client.py` against the program, served alone at the root of an address of its own, on SQLite and on
PostgreSQL. The shop is set up by `understudy import` with the files in `data`. Run it by `e2e/spryker/run`."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from client import Glue, Refused

HERE = pathlib.Path(__file__).parent
PROGRAM = os.environ.get("UNDERSTUDY_PROGRAM", str(HERE / "../../target/debug/understudy"))
ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
AGENT = ("admin@glue.example", "change123")
MARIA = ("maria.williams@glue.example", "change123")
DE_2 = "DE--2"
BERLIN = {
    "salutation": "Ms", "firstName": "Maria", "lastName": "Williams", "address1": "Kirncher Str.", "address2": "7",
    "zipCode": "10247", "city": "Berlin", "iso2Code": "DE", "phone": "+49 30 1234567",
}


class Shop:
    """The program on a store of its own."""

    def __init__(self, engine):
        self.data = tempfile.mkdtemp(prefix="understudy-spryker-")
        self.database = None
        store = ["--data", self.data]
        if engine == "PostgreSQL":
            self.database = f"spryker_{os.getpid()}"
            base = os.environ["UNDERSTUDY_TEST_POSTGRES"]
            folder = self.psql(base, "SHOW data_directory")
            assert folder == os.environ["UNDERSTUDY_TEST_POSTGRES_DIR"], "this is not the server of the tests"
            self.psql(base, f"CREATE DATABASE {self.database}")
            store += ["--database", re.sub(r"/[^/?]*(?=\?|$)", f"/{self.database}", base)]
        self.store = store
        self.verb("import", "--weak-passwords", *sorted(map(str, (HERE / "data").glob("*.csv"))))
        words = ["--listen", "127.0.0.1:0", "--listen-pay", "localhost:0", "--listen-dialect", "spryker=127.0.0.1:0"]
        self.server = subprocess.Popen([PROGRAM, "serve", *store, *words, "--log", "warn"], env=ENVIRONMENT,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                       text=True)
        said = []
        for line in self.server.stderr:
            said.append(line)
            if found := re.match(r"\s*spryker\s+(http://\S+)", line):
                self.base = found[1]
            if found := re.match(r"\s*Data\s", line):
                return
        raise AssertionError("no address was printed:\n" + "".join(said))

    @staticmethod
    def psql(base, command):
        words = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", base, "-c", command]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()

    def verb(self, name, *words):
        run = subprocess.run([PROGRAM, *name.split(), *self.store, *words], env=ENVIRONMENT, capture_output=True, text=True)
        assert run.returncode == 0, f"{name} ended with {run.returncode}:\n{run.stdout}{run.stderr}"
        return run.stdout

    def close(self):
        self.server.terminate()
        self.server.stderr.close()
        self.server.wait(timeout=60)
        shutil.rmtree(self.data)
        if self.database:
            self.psql(os.environ["UNDERSTUDY_TEST_POSTGRES"], f"DROP DATABASE {self.database} WITH (FORCE)")


class Story:
    """What an agent and a customer do, in order."""

    engine = None

    @classmethod
    def setUpClass(cls):
        cls.shop = Shop(cls.engine)
        cls.addClassCleanup(cls.shop.close)
        cls.nobody = Glue(cls.shop.base)

    def refused(self, status, code, work, *given):
        with self.assertRaises(Refused) as refused:
            work(*given)
        self.assertEqual((refused.exception.status, refused.exception.code), (status, code), refused.exception)

    def test_1_an_agent_signs_in_and_searches(self):
        self.refused(401, "4101", self.nobody.sign_agent_in, AGENT[0], "wrong")
        self.refused(401, "4101", self.nobody.sign_agent_in, "clerk@glue.example", "change123")
        tokens = self.nobody.sign_agent_in(*AGENT)
        for agent in (Glue(self.shop.base, authorization=tokens["accessToken"]),
                      Glue(self.shop.base, agent=tokens["accessToken"])):
            found, links = agent.search_customers()
            self.assertEqual([one["customerReference"] for one in found], [f"DE--{n}" for n in range(1, 11)])
            found, links = agent.search_customers(offset=60, limit=10)
            self.assertEqual([one["customerReference"] for one in found], [f"DE--{n}" for n in range(41, 48)])
            self.assertNotIn("next", links)
            self.assertTrue(links["self"].startswith(f"{self.shop.base}/agent-customer-search?"))
            found, _ = agent.search_customers(q="williams")
            self.assertEqual(found, [{"customerReference": DE_2, "email": MARIA[0], "firstName": "Maria",
                                      "lastName": "Williams"}])
            self.assertEqual(agent.search_customers(q="illiams")[0], [])
        renewed = self.nobody.post("/refresh-tokens", "refresh-tokens", {"refreshToken": tokens["refreshToken"]})
        Glue(self.shop.base, authorization=renewed.attributes["accessToken"]).search_customers()

    def test_2_an_agent_orders_for_a_customer_who_sees_it(self):
        agent = Glue(self.shop.base, authorization=self.nobody.sign_agent_in(*AGENT)["accessToken"])
        self.refused(401, "4104", agent.act_for, "DE--999")
        acting = Glue(self.shop.base, authorization=agent.act_for(DE_2)["accessToken"])
        cart = acting.make_cart("By phone", "DE").data["id"]
        acting.put(cart, "001_25904006", 2)
        self.refused(422, "102", acting.put, cart, "no-such-thing", 1)
        answer = acting.get(f"/carts/{cart}", include="items,concrete-products")
        self.assertEqual(answer.attributes["totals"]["grandTotal"], 19998)
        self.assertEqual(answer.included("concrete-products")[0]["attributes"]["name"], "Canon IXUS 160")
        renamed = acting.patch(f"/carts/{cart}", "carts", {"name": "By telephone"}, {"If-Match": answer.headers["ETag"]})
        self.assertEqual(renamed.attributes["name"], "By telephone")
        maria = Glue(self.shop.base, authorization=self.nobody.sign_in(*MARIA)["accessToken"])
        seen = maria.get("/carts", include="items")
        self.assertEqual([one["id"] for one in seen.data], [cart])
        self.assertEqual(seen.included("items")[0]["attributes"]["quantity"], 2)
        choices = acting.post("/checkout-data", "checkout-data", {"idCart": cart}, wanted=200).attributes
        shipment = choices["shipmentMethods"][0]
        provider = choices["paymentProviders"][0]
        method = next(one for one in provider["paymentMethods"] if one["paymentMethodName"] == "Invoice")
        order = acting.post("/checkout?include=orders", "checkout", {
            "idCart": cart,
            "customer": {"email": MARIA[0], "salutation": "Ms", "firstName": "Maria", "lastName": "Williams"},
            "billingAddress": BERLIN,
            "shippingAddress": BERLIN,
            "payments": [{"paymentProviderName": provider["paymentProviderName"],
                          "paymentMethodName": method["paymentMethodName"]}],
            "shipment": {"idShipmentMethod": shipment["id"] if isinstance(shipment["id"], int) else int(shipment["id"])},
        })
        reference = order.attributes["orderReference"]
        self.assertIsNone(order.data["id"])
        self.assertEqual(order.included("orders")[0]["id"], reference)
        mine = maria.get(f"/orders/{reference}")
        self.assertEqual(mine.attributes["totals"]["grandTotal"], 19998 + shipment["price"])
        self.assertEqual(mine.attributes["items"][0]["sku"], "001_25904006")
        self.assertEqual(mine.attributes["shippingAddress"]["address2"], "7")
        self.assertIn(reference, [one["id"] for one in maria.get("/orders").data])
        stranger = Glue(self.shop.base, authorization=self.nobody.sign_in("maggie.may@glue.example", "change123")["accessToken"])
        self.refused(404, "801", stranger.get, f"/orders/{reference}")
        again = acting.post("/cart-reorder", "cart-reorder", {"orderReference": reference, "reorderStrategy": "new"})
        self.assertEqual(again.attributes["totals"]["subtotal"], 19998)
        acting.delete("/refresh-tokens/mine")
        self.refused(401, "001", acting.get, "/carts")
        type(self).reference = reference

    def test_3_the_record_names_agent_and_customer(self):
        lines = self.shop.verb("audit export", "--all").splitlines()
        leaves = [json.loads(line) for line in lines]
        text = "\n".join(lines)
        placed = [leaf for leaf in leaves if "order.place_at_once" in json.dumps(leaf)]
        self.assertTrue(placed, text[:2000])
        whole = json.dumps(placed)
        self.assertIn("staff:stf_", whole)
        self.assertIn("spryker", whole)
        self.assertIn(self.reference, whole)
        sessions = {leaf.get("session") for leaf in leaves if "assist.start" in json.dumps(leaf)}
        self.assertTrue(sessions)

    def test_4_a_guest_buys(self):
        guest = Glue(self.shop.base, guest="guest-7f3a")
        self.assertEqual(guest.get("/guest-carts").data, [])
        cart = guest.post("/guest-cart-items", "guest-cart-items", {"sku": "002_25904004", "quantity": 1}).data["id"]
        order = guest.post("/checkout", "checkout", {
            "idCart": cart,
            "customer": {"email": "gina@glue.example", "salutation": "Ms", "firstName": "Gina", "lastName": "Guest"},
            "billingAddress": BERLIN, "shippingAddress": BERLIN,
            "payments": [{"paymentProviderName": "DummyPayment", "paymentMethodName": "Invoice"}],
            "shipment": {"idShipmentMethod": 1},
        })
        self.assertTrue(order.attributes["orderReference"])
        self.assertEqual(guest.get("/guest-carts").data, [])

    def test_5_the_catalogue_is_there(self):
        found = self.nobody.get("/catalog-search", q="canon", page=1, ipp=12).data[0]["attributes"]
        self.assertEqual(found["pagination"]["numFound"], 3)
        product = self.nobody.get("/concrete-products/002_25904004", include="concrete-product-prices")
        self.assertEqual(product.included("concrete-product-prices")[0]["attributes"]["price"], 5000)
        there = self.nobody.get("/concrete-products/003_26138343/concrete-product-availabilities").data[0]["attributes"]
        self.assertEqual(there["availability"], False)
        self.assertEqual([one["id"] for one in self.nobody.get("/stores").data], ["DE", "AT"])
        self.refused(404, "301", self.nobody.get, "/abstract-products/none")


class OnSqlite(Story, unittest.TestCase):
    engine = "SQLite"


class OnPostgres(Story, unittest.TestCase):
    engine = "PostgreSQL"


if __name__ == "__main__":
    unittest.main(verbosity=2)
