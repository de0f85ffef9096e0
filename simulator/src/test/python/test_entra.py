"""Microsoft's own clients for Python against the simulated tenant: azure-identity and msgraph-sdk."""

import datetime
import logging
import unittest
import urllib.parse

import httpx
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.application_templates.item.instantiate.instantiate_post_request_body import (
    InstantiatePostRequestBody,
)
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.application import Application
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.service_principal import ServicePrincipal
from msgraph.generated.models.web_application import WebApplication
from msgraph.generated.service_principals.item.add_token_signing_certificate.add_token_signing_certificate_post_request_body import (
    AddTokenSigningCertificatePostRequestBody,
)
from msgraph.generated.service_principals.item.service_principal_item_request_builder import (
    ServicePrincipalItemRequestBuilder,
)
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from cloud import CLIENT_ID, CLIENT_SECRET, SECURE, TENANT

logging.getLogger("azure").setLevel(logging.CRITICAL)
logging.getLogger("asyncio").setLevel(logging.ERROR)

TEMPLATE = "21ed01d2-ec13-4e9e-86c1-cd546719ebc4"


def credential(tenant=TENANT, client_id=CLIENT_ID, secret=CLIENT_SECRET):
    return ClientSecretCredential(tenant, client_id, secret, authority=SECURE, disable_instance_discovery=True)


class SignInTest(unittest.TestCase):
    def test_azure_identity_signs_in(self):
        token = credential().get_token("https://graph.microsoft.com/.default")
        self.assertEqual(3, len(token.token.split(".")))

    def test_azure_identity_says_what_is_wrong(self):
        for wrong, scope, code in (
            (credential(secret="wrong"), "https://graph.microsoft.com/.default", "AADSTS7000215"),
            (credential(client_id="nobody"), "https://graph.microsoft.com/.default", "AADSTS700016"),
            (credential(), "https://graph.microsoft.com/User.Read", "AADSTS1002012"),
            (credential(), "api://nothing/.default", "AADSTS500011"),
        ):
            with self.subTest(code), self.assertRaises(ClientAuthenticationError) as caught:
                wrong.get_token(scope)
            self.assertIn(code, str(caught.exception))
        with self.assertRaises((ClientAuthenticationError, ValueError)):
            credential(tenant="00000000-0000-0000-0000-000000000000").get_token("https://graph.microsoft.com/.default")

    def test_basic_authentication(self):
        answer = httpx.post(
            f"{SECURE}/{TENANT}/oauth2/v2.0/token",
            auth=(CLIENT_ID, urllib.parse.quote(CLIENT_SECRET)),
            data={"grant_type": "client_credentials", "scope": "https://graph.microsoft.com/.default"},
        )
        self.assertEqual(200, answer.status_code, answer.text)


class GraphTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.credential = credential()
        provider = AzureIdentityAuthenticationProvider(
            self.credential, scopes=["https://graph.microsoft.com/.default"], allowed_hosts=["127.0.0.1"]
        )
        self.http = httpx.AsyncClient(timeout=30)
        adapter = GraphRequestAdapter(provider, self.http)
        adapter.base_url = f"{SECURE}/v1.0"
        self.graph = GraphServiceClient(request_adapter=adapter)

    async def asyncTearDown(self):
        await self.http.aclose()
        self.credential.close()

    async def refused(self, status, awaitable, code=None):
        with self.assertRaises(ODataError) as caught:
            await awaitable
        self.assertEqual(status, caught.exception.response_status_code)
        if code:
            self.assertEqual(code, caught.exception.error.code)
        return caught.exception.error.message

    async def instantiate(self):
        body = InstantiatePostRequestBody(display_name="Python")
        made = await self.graph.application_templates.by_application_template_id(TEMPLATE).instantiate.post(body)
        return made.application, made.service_principal

    async def saml(self):
        application, principal = await self.instantiate()
        await self.principal(principal).patch(ServicePrincipal(preferred_single_sign_on_mode="saml"))
        return application, principal

    def application(self, application):
        return self.graph.applications.by_application_id(application.id)

    def principal(self, principal):
        return self.graph.service_principals.by_service_principal_id(principal.id)

    async def test_users_are_selected_filtered_searched_counted_and_paged(self):
        query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters
        found = await self.graph.users.get(
            RequestConfiguration(query_parameters=query(filter="userPrincipalName eq 'ada@example.com'", select=["mail"]))
        )
        self.assertEqual(["ada@example.com"], [user.mail for user in found.value])
        self.assertIsNone(found.value[0].id)
        eventual = RequestConfiguration(query_parameters=query(search='"displayName:love"', count=True))
        eventual.headers.add("ConsistencyLevel", "eventual")
        searched = await self.graph.users.get(eventual)
        self.assertEqual((1, ["Ada Lovelace"]), (searched.odata_count, [user.display_name for user in searched.value]))
        page = await self.graph.users.get(RequestConfiguration(query_parameters=query(top=1, orderby=["displayName"])))
        second = await self.graph.users.with_url(page.odata_next_link).get()
        self.assertLess(page.value[0].display_name, second.value[0].display_name)
        await self.refused(
            400, self.graph.users.get(RequestConfiguration(query_parameters=query(search='"displayName:a"')))
        )
        await self.refused(400, self.graph.users.get(RequestConfiguration(query_parameters=query(select=["hairColor"]))))
        await self.refused(400, self.graph.users.get(RequestConfiguration(query_parameters=query(top=1000))))

    async def test_an_application_is_changed_as_a_whole_or_not_at_all(self):
        application, _ = await self.saml()
        uri = f"urn:python:{application.id}"
        await self.application(application).patch(
            Application(identifier_uris=[uri], web=WebApplication(redirect_uris=["https://example.com/acs"]))
        )
        await self.refused(400, self.application(application).patch(Application(tags=["new"], identifier_uris=["no uri"])))
        await self.refused(400, self.application(application).patch(Application(tags=["new"], app_id=application.app_id)))
        await self.refused(
            400, self.application(application).patch(Application(tags=["new"], additional_data={"hairColor": "red"}))
        )
        there = await self.application(application).get()
        self.assertEqual(([uri], []), (there.identifier_uris, there.tags))
        self.assertEqual(2, len(there.app_roles))

    async def test_a_certificate_ends_when_it_was_asked_to(self):
        _, principal = await self.saml()
        end = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(days=400)
        added = await self.principal(principal).add_token_signing_certificate.post(
            AddTokenSigningCertificatePostRequestBody(display_name="CN=Python", end_date_time=end)
        )
        self.assertEqual(end, added.end_date_time)
        self.assertTrue(added.key)
        query = ServicePrincipalItemRequestBuilder.ServicePrincipalItemRequestBuilderGetQueryParameters
        selected = await self.principal(principal).get(
            RequestConfiguration(query_parameters=query(select=["keyCredentials", "passwordCredentials"]))
        )
        self.assertEqual(2, len(selected.key_credentials))
        self.assertEqual(1, len(selected.password_credentials))
        self.assertIn(added.key, [each.key for each in selected.key_credentials])
        plain = await self.principal(principal).get()
        self.assertEqual([None, None], [each.key for each in plain.key_credentials])
        await self.refused(
            400, self.principal(principal).patch(ServicePrincipal(preferred_token_signing_key_thumbprint="AB" * 20))
        )
        await self.principal(principal).patch(
            ServicePrincipal(preferred_token_signing_key_thumbprint=added.thumbprint)
        )

    async def test_a_service_principal_has_what_its_application_has(self):
        application, principal = await self.saml()
        await self.application(application).patch(
            Application(
                identifier_uris=[f"urn:python:{application.id}"],
                web=WebApplication(redirect_uris=["https://example.com/acs"]),
            )
        )
        there = await self.principal(principal).get()
        self.assertEqual(["https://example.com/acs"], there.reply_urls)
        self.assertEqual({application.app_id, f"urn:python:{application.id}"}, set(there.service_principal_names))
        self.assertEqual(TEMPLATE, there.application_template_id)

    async def test_assignments_are_made_once(self):
        _, principal = await self.saml()
        users = await self.graph.users.get()
        role = next(role for role in principal.app_roles if role.display_name == "User")
        body = AppRoleAssignment(principal_id=users.value[0].id, resource_id=principal.id, app_role_id=role.id)
        made = await self.principal(principal).app_role_assigned_to.post(body)
        self.assertIsNotNone(made.created_date_time)
        await self.refused(400, self.principal(principal).app_role_assigned_to.post(body), "Request_BadRequest")
        await self.principal(principal).app_role_assigned_to.by_app_role_assignment_id(made.id).delete()

    async def test_what_is_not_simulated_says_so(self):
        _, principal = await self.saml()
        message = await self.refused(501, self.principal(principal).owners.get(), "NotImplemented")
        self.assertIn("does not simulate", message)
        await self.refused(404, self.graph.applications.by_application_id("0" * 8).get(), "Request_ResourceNotFound")
