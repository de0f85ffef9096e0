"""Identity Center's SCIM endpoint, as identity providers call it."""

import json
import urllib.parse

from cloud import CENTER_REGION, MANAGEMENT, STORE, CloudTest, administrator, call, client, unique


class ScimTest(CloudTest):
    @classmethod
    def setUpClass(cls):
        administrator(MANAGEMENT)  # signs in by the directory, before the source is another one
        _, _, text = call("GET", "/_console/documents/entra-application")
        call("PUT", "/_console/identity-source", {"metadata": text.lstrip("\ufeff"), "confirmation": "ACCEPT"})
        _, _, enabled = call("POST", "/_console/provisioning")
        given = json.loads(enabled)
        cls.path = urllib.parse.urlparse(given["scimEndpoint"]).path
        cls.token = given["accessToken"]

    def scim(self, method, resource, body=None, token=None):
        status, headers, text = call(
            method,
            self.path + resource,
            body,
            {"Authorization": f"Bearer {token or self.token}", "Content-Type": "application/scim+json"},
        )
        self.assertIn("x-amzn-requestid", {name.lower() for name in headers.keys()})
        return status, json.loads(text) if text else {}

    def user(self):
        name = unique("user-") + "@example.com"
        status, made = self.scim(
            "POST",
            "Users",
            {
                "userName": name,
                "displayName": "Some One",
                "name": {"givenName": "Some", "familyName": "One"},
                "emails": [{"value": name, "type": "work", "primary": True}],
                "active": True,
            },
        )
        self.assertEqual(201, status, made)
        return made

    def group(self):
        status, made = self.scim("POST", "Groups", {"displayName": unique("group-")})
        self.assertEqual(201, status, made)
        return made

    def patch(self, resource, *operations):
        return self.scim(
            "PATCH",
            resource,
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)},
        )

    def members(self, group):
        store = client("identitystore", CENTER_REGION, administrator(MANAGEMENT))
        listed = store.list_group_memberships(IdentityStoreId=STORE, GroupId=group)["GroupMemberships"]
        return [each["MemberId"]["UserId"] for each in listed]

    def test_operations_are_taken_in_any_case(self):
        user, group = self.user()["id"], self.group()["id"]
        for op, expected in (("Add", [user]), ("Remove", []), ("ADD", [user]), ("remove", [])):
            status, _ = self.patch(f"Groups/{group}", {"op": op, "path": "members", "value": [{"value": user}]})
            self.assertEqual(204, status)
            self.assertEqual(expected, self.members(group))

    def test_a_user_is_changed_by_a_path(self):
        user = self.user()
        status, changed = self.patch(
            f"Users/{user['id']}", {"op": "Replace", "path": "name.familyName", "value": "Else"}
        )
        self.assertEqual((200, "Else"), (status, changed["name"]["familyName"]))
        self.assertEqual("User", changed["meta"]["resourceType"])
        described = client("identitystore", CENTER_REGION, administrator(MANAGEMENT)).describe_user(
            IdentityStoreId=STORE, UserId=user["id"]
        )
        self.assertEqual("Else", described["Name"]["FamilyName"])

    def test_what_the_guide_excludes_is_refused(self):
        user, group = self.user()["id"], self.group()["id"]
        for resource, operation in (
            (f"Groups/{group}", {"op": "replace", "path": "members", "value": [{"value": user}]}),
            (f"Groups/{group}", {"op": "remove", "path": "members"}),
            (f"Groups/{group}", {"op": "replace", "path": "color", "value": "red"}),
            (f"Users/{user}", {"op": "remove", "path": "active"}),
            (f"Users/{user}", {"op": "add", "path": "photos", "value": []}),
            (f"Users/{user}", {"op": "replace", "path": "displayName"}),
        ):
            with self.subTest(operation):
                status, error = self.patch(resource, operation)
                self.assertEqual(400, status)
                self.assertEqual(["urn:ietf:params:scim:api:messages:2.0:Error"], error["schemas"])

    def test_another_tenant_and_another_token_are_unauthorized(self):
        self.assertEqual(401, self.scim("GET", "Users", token="wrong")[0])
        for tenant in ("f3vd2aa29dc-223c-4e5c-91b9-8ca1bb1faf7b", "x"):
            status, _, _ = call("GET", f"/{tenant}/scim/v2/Users", headers={"Authorization": f"Bearer {self.token}"})
            self.assertEqual(401, status)

    def test_lists_are_counted_and_filtered(self):
        user = self.user()
        found = self.scim("GET", "Users?" + urllib.parse.urlencode({"filter": f'userName eq "{user["userName"]}"'}))[1]
        self.assertEqual(1, found["totalResults"])
        self.assertEqual(1, len(self.scim("GET", "Users?count=1")[1]["Resources"]))
        for wrong in ("count=0", "count=101", "startIndex=1", "filter=userName+co+%22a%22"):
            self.assertEqual(400, self.scim("GET", "Users?" + wrong)[0], wrong)
