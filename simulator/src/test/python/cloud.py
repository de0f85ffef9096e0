"""The simulated company (world contact-center) as its vendors' own clients reach it."""

import functools
import json
import os
import unittest
import urllib.error
import urllib.request
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["SIMULATOR"]
SECURE = os.environ["SIMULATOR_TLS"]
TENANT = "8500cad3-193d-48a6-8d00-c129b114dc10"
CLIENT_ID = os.environ["ENTRA_CLIENT_ID"]
CLIENT_SECRET = os.environ["ENTRA_CLIENT_SECRET"]
ADMINISTRATOR = "root.admin@example.com"
MANAGEMENT, CONNECT, TOOLING = "111111111111", "222222222222", "333333333333"
CENTER_REGION, CONNECT_REGION = "eu-west-1", "eu-central-1"
STORE = "d-9367051c2a"


def unique(prefix):
    return prefix + uuid.uuid4().hex[:12]


def client(service, region=CONNECT_REGION, credentials=None):
    """A client without checks of its own, so that each refusal is the service's; by the worker's key if no credentials
    are given. Like any client of AWS it tries again where the service throttles, however fast the machine is."""
    given = credentials or {
        "aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": os.environ["AWS_SECRET_ACCESS_KEY"],
    }
    config = Config(parameter_validation=False, retries={"total_max_attempts": 8, "mode": "standard"}, connect_timeout=5, read_timeout=30)
    return boto3.client(service, region_name=region, endpoint_url=ENDPOINT, config=config, **given)


def call(method, path, body=None, headers=None):
    """What a request that no client of a vendor sends is answered: status, headers, text."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(ENDPOINT + path, data=data, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def session(keys):
    return {
        "aws_access_key_id": keys.get("AccessKeyId") or keys["accessKeyId"],
        "aws_secret_access_key": keys.get("SecretAccessKey") or keys["secretAccessKey"],
        "aws_session_token": keys.get("SessionToken") or keys["sessionToken"],
    }


@functools.cache
def administrator(account):
    """A person with AdministratorAccess in an account, by the access portal."""
    if account != MANAGEMENT:
        assign_administrator(account)
    _, _, text = call("POST", "/_console/portal-sign-in", {"user": ADMINISTRATOR})
    portal = client("sso", CENTER_REGION)
    return session(
        portal.get_role_credentials(
            accessToken=json.loads(text)["accessToken"], accountId=account, roleName="AdministratorAccess"
        )["roleCredentials"]
    )


def assign_administrator(account):
    sso = client("sso-admin", CENTER_REGION, administrator(MANAGEMENT))
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    sets = [
        arn
        for arn in sso.list_permission_sets(InstanceArn=instance)["PermissionSets"]
        if sso.describe_permission_set(InstanceArn=instance, PermissionSetArn=arn)["PermissionSet"]["Name"]
        == "AdministratorAccess"
    ]
    store = client("identitystore", CENTER_REGION, administrator(MANAGEMENT))
    user = store.get_user_id(
        IdentityStoreId=STORE,
        AlternateIdentifier={"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": ADMINISTRATOR}},
    )["UserId"]
    sso.create_account_assignment(
        InstanceArn=instance,
        TargetId=account,
        TargetType="AWS_ACCOUNT",
        PermissionSetArn=sets[0],
        PrincipalType="USER",
        PrincipalId=user,
    )


class CloudTest(unittest.TestCase):
    maxDiff = None

    def refused(self, code, function, status=None, words="", **parameters):
        """Expects AWS's refusal of a call; returns what it said."""
        with self.assertRaises(ClientError) as caught:
            function(**parameters)
        error = caught.exception.response
        self.assertEqual(code, error["Error"]["Code"], error)
        if status:
            self.assertEqual(status, error["ResponseMetadata"]["HTTPStatusCode"], error)
        self.assertIn(words, error["Error"]["Message"])
        return error["Error"]["Message"]
