"""AWS's own SDK for Python against the simulated services."""

import json

from cloud import (
    CENTER_REGION,
    CONNECT,
    CONNECT_REGION,
    MANAGEMENT,
    STORE,
    TOOLING,
    CloudTest,
    administrator,
    call,
    client,
    session,
    unique,
)

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": CONNECT}}],
    }
)


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)


def allow(*actions, **more):
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


def deny(*actions):
    return {"Effect": "Deny", "Action": list(actions), "Resource": "*"}


class SignatureTest(CloudTest):
    def test_unsigned_query_calls_lack_a_token(self):
        for version, action in (("2011-06-15", "GetCallerIdentity"), ("2010-05-08", "ListRoles")):
            status, headers, text = call(
                "POST",
                "/",
                f"Action={action}&Version={version}".encode(),
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
            self.assertEqual(403, status)
            self.assertIn("<Code>MissingAuthenticationToken</Code>", text)
            self.assertIn("x-amzn-requestid", {name.lower() for name in headers.keys()})

    def test_unsigned_json_calls_lack_a_token(self):
        status, _, text = call("GET", "/instance")
        self.assertEqual((403, "MissingAuthenticationTokenException"), (status, json.loads(text)["__type"]))
        status, _, text = call(
            "POST", "/", {}, {"X-Amz-Target": "SWBExternalService.ListInstances", "Content-Type": "application/x-amz-json-1.1"}
        )
        self.assertEqual("MissingAuthenticationTokenException", json.loads(text)["__type"])

    def test_a_wrong_secret_and_an_unknown_key_are_refused(self):
        for keys, code in (
            ({"aws_access_key_id": "AKIANOBODY0000000001", "aws_secret_access_key": "x"}, "InvalidClientTokenId"),
            ({"aws_access_key_id": "AKIACROSSRUNDEMO0001", "aws_secret_access_key": "x"}, "SignatureDoesNotMatch"),
        ):
            self.refused(code, client("sts", credentials=keys).get_caller_identity, 403)


    def test_calls_that_need_no_signature_are_not_simulated(self):
        self.refused(
            "InvalidAction",
            client("sts").assume_role_with_saml,
            400,
            RoleArn=f"arn:aws:iam::{CONNECT}:role/crossrun",
            PrincipalArn=f"arn:aws:iam::{CONNECT}:saml-provider/x",
            SAMLAssertion="abcd" * 10,
        )


class UnknownOperationTest(CloudTest):
    """What is not simulated is refused as each service refuses what it does not know, never as if it were not there."""

    def test_operations_of_simulated_services(self):
        admin = administrator(MANAGEMENT)
        for service, region, operation, parameters, code in (
            ("iam", "us-east-1", "get_account_summary", {}, "InvalidAction"),
            ("sts", CENTER_REGION, "get_session_token", {}, "InvalidAction"),
            ("sso-admin", CENTER_REGION, "list_application_providers", {}, "UnknownOperationException"),
            ("identitystore", CENTER_REGION, "list_groups", {"IdentityStoreId": STORE}, "UnknownOperationException"),
            ("identitystore", CENTER_REGION, "delete_user", {"IdentityStoreId": STORE, "UserId": "0" * 8 + "-0000-0000-0000-" + "0" * 12}, "UnknownOperationException"),
            ("organizations", "us-east-1", "list_roots", {}, "UnknownOperationException"),
            ("cloudtrail", CENTER_REGION, "list_trails", {}, "UnknownOperationException"),
            ("service-quotas", CENTER_REGION, "list_services", {}, "UnknownOperationException"),
            ("connect", CONNECT_REGION, "list_queues", {"InstanceId": "x" * 36}, "UnknownOperationException"),
        ):
            with self.subTest(operation):
                self.refused(code, getattr(client(service, region, admin), operation), **parameters)

    def test_services_that_are_not_simulated(self):
        admin = administrator(MANAGEMENT)
        for service, operation, parameters, code in (
            ("lambda", "list_functions", {}, "UnknownOperationException"),
            ("dynamodb", "list_tables", {}, "UnknownOperationException"),
            ("sns", "list_topics", {}, "InvalidAction"),
            ("ec2", "describe_regions", {}, "NotImplemented"),
            ("s3", "list_buckets", {}, "NotImplemented"),
        ):
            with self.subTest(service):
                self.refused(code, getattr(client(service, CENTER_REGION, admin), operation), **parameters)


class StsTest(CloudTest):
    def assume(self, **more):
        return session(
            client("sts").assume_role(
                RoleArn=f"arn:aws:iam::{CONNECT}:role/crossrun",
                RoleSessionName="python",
                ExternalId="crossrun-demo",
                **more,
            )["Credentials"]
        )

    def test_a_session_policy_limits_the_role(self):
        limited = self.assume(Policy=policy(allow("connect:ListInstances")))
        client("connect", credentials=limited).list_instances()
        message = self.refused(
            "AccessDeniedException",
            client("service-quotas", credentials=limited).get_service_quota,
            ServiceCode="connect",
            QuotaCode="L-AA17A6B9",
        )
        self.assertIn("because no session policy allows the servicequotas:GetServiceQuota action", message)

    def test_a_session_policy_allows_nothing_that_the_role_does_not(self):
        everything = self.assume(Policy=policy(allow("*")))
        self.refused(
            "AccessDenied",
            client("iam", "us-east-1", everything).delete_role,
            words="no identity-based policy",
            RoleName="of-somebody-else",
        )

    def test_a_session_policy_denies(self):
        denied = self.assume(Policy=policy(allow("*"), deny("connect:*")))
        self.refused(
            "AccessDeniedException",
            client("connect", credentials=denied).list_instances,
            words="with an explicit deny in a session policy",
        )

    def test_managed_session_policies_count_too(self):
        limited = self.assume(PolicyArns=[{"arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"}])
        self.refused(
            "AccessDeniedException", client("connect", credentials=limited).list_instances, words="no session policy"
        )

    def test_wrong_session_policies_are_refused(self):
        for parameters, code in (
            ({"Policy": "{"}, "MalformedPolicyDocument"),
            ({"Policy": policy({"Effect": "Maybe", "Action": "*", "Resource": "*"})}, "MalformedPolicyDocument"),
            ({"Policy": policy(allow(*["connect:ListInstances"] * 100))}, "ValidationError"),
            ({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/Nothing"}]}, "MalformedPolicyDocument"),
        ):
            with self.subTest(parameters):
                with self.assertRaises(client("sts").exceptions.ClientError) as caught:
                    self.assume(**parameters)
                self.assertEqual(code, caught.exception.response["Error"]["Code"])

    def test_what_is_not_evaluated_is_refused(self):
        for parameters in ({"SourceIdentity": "ada"}, {"Tags": [{"Key": "a", "Value": "b"}]}):
            with self.assertRaises(client("sts").exceptions.ClientError) as caught:
                self.assume(**parameters)
            self.assertIn("does not simulate", str(caught.exception))

    def test_a_chained_session_lasts_an_hour_at_most(self):
        admin = administrator(CONNECT)
        iam = client("iam", "us-east-1", admin)
        name = unique("chained-")
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, MaxSessionDuration=7200)
        self.refused(
            "ValidationError",
            client("sts", credentials=admin).assume_role,
            RoleArn=f"arn:aws:iam::{CONNECT}:role/{name}",
            RoleSessionName="python",
            DurationSeconds=7200,
        )

    def test_the_callers_are_who_they_are(self):
        identity = client("sts", credentials=administrator(CONNECT)).get_caller_identity()
        self.assertEqual(CONNECT, identity["Account"])
        self.assertRegex(identity["Arn"], r"assumed-role/AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}/root\.admin")
        self.assertEqual(TOOLING, client("sts").get_caller_identity()["Account"])


class IamTest(CloudTest):
    @classmethod
    def setUpClass(cls):
        cls.iam = client("iam", "us-east-1", administrator(CONNECT))

    def policy(self, *statements):
        return self.iam.create_policy(PolicyName=unique("policy-"), PolicyDocument=policy(*statements))["Policy"]["Arn"]

    def role(self, **more):
        name = unique("role-")
        return self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, **more)["Role"]

    def test_a_permissions_boundary_limits_a_role(self):
        everything = self.policy(allow("iam:*", "connect:*"))
        boundary = self.policy(allow("connect:*"))
        role = self.role(PermissionsBoundary=boundary)
        self.assertEqual(
            {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary},
            self.iam.get_role(RoleName=role["RoleName"])["Role"]["PermissionsBoundary"],
        )
        self.iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=everything)
        keys = session(
            client("sts", credentials=administrator(CONNECT)).assume_role(
                RoleArn=role["Arn"], RoleSessionName="python"
            )["Credentials"]
        )
        client("connect", credentials=keys).list_instances()
        self.refused(
            "AccessDenied",
            client("iam", "us-east-1", keys).list_roles,
            words="because no permissions boundary allows the iam:ListRoles action",
        )
        simulated = self.simulate(role["Arn"], "iam:ListRoles")
        self.assertEqual("implicitDeny", simulated["EvalDecision"])
        self.assertFalse(simulated["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"])
        self.assertEqual(1, self.iam.get_policy(PolicyArn=boundary)["Policy"]["PermissionsBoundaryUsageCount"])
        self.refused("DeleteConflict", self.iam.delete_policy, 409, PolicyArn=boundary)
        self.iam.delete_role_permissions_boundary(RoleName=role["RoleName"])
        client("iam", "us-east-1", keys).list_roles()
        self.refused(
            "NoSuchEntity",
            self.iam.put_role_permissions_boundary,
            404,
            RoleName=role["RoleName"],
            PermissionsBoundary=f"arn:aws:iam::{CONNECT}:policy/nothing",
        )
        self.iam.put_role_permissions_boundary(RoleName=role["RoleName"], PermissionsBoundary=boundary)
        self.assertIn("PermissionsBoundary", self.iam.get_role(RoleName=role["RoleName"])["Role"])

    def test_statement_ids_are_alphanumeric_and_unique(self):
        for statements, words in (
            ([allow("iam:*", Sid="one"), deny("iam:*") | {"Sid": "one"}], "must be unique"),
            ([allow("iam:*", Sid="with space")], "must be alpha-numeric"),
            ([allow("iam:*", Sid="with-hyphen")], "must be alpha-numeric"),
        ):
            with self.subTest(words):
                self.refused(
                    "MalformedPolicyDocument",
                    self.iam.create_policy,
                    400,
                    words=words,
                    PolicyName=unique("policy-"),
                    PolicyDocument=policy(*statements),
                )

    def test_malformed_policies_are_refused(self):
        for document in (
            "",
            "[]",
            "{}",
            '{"Version": "2012-10-17"}',
            policy({"Effect": "Allow", "Resource": "*"}),
            policy({"Effect": "Allow", "Action": "iam:*"}),
            policy({"Effect": "Allow", "Action": "nothing", "Resource": "*"}),
            policy({"Effect": "Allow", "Action": "iam:*", "Resource": "bucket"}),
            policy(allow("iam:*", Principal={"AWS": "*"})),
            policy(allow("iam:*", Condition={"StringIsLike": {"a": "b"}})),
            policy(allow("iam:*", Color="red")),
            json.dumps({"Version": "2026-01-01", "Statement": [allow("iam:*")]}),
        ):
            with self.subTest(document):
                with self.assertRaises(self.iam.exceptions.ClientError) as caught:
                    self.iam.create_policy(PolicyName=unique("policy-"), PolicyDocument=document)
                self.assertIn(
                    caught.exception.response["Error"]["Code"], ("MalformedPolicyDocument", "ValidationError")
                )

    def simulate(self, arn, action, **more):
        results = self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=[action], **more)
        self.assertEqual(1, len(results["EvaluationResults"]))
        return results["EvaluationResults"][0]

    def test_a_simulation_names_the_statements_that_decide(self):
        role = self.role()
        document = policy(allow("iam:GetRole"), deny("iam:DeleteRole"))
        arn = self.iam.create_policy(PolicyName=unique("policy-"), PolicyDocument=document)["Policy"]["Arn"]
        self.iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
        allowed = self.simulate(role["Arn"], "iam:GetRole")
        self.assertEqual("allowed", allowed["EvalDecision"])
        statement = allowed["MatchedStatements"][0]
        self.assertEqual(arn.split("/")[-1], statement["SourcePolicyId"])
        lines = document.splitlines()
        start, end = statement["StartPosition"], statement["EndPosition"]
        self.assertEqual("{", lines[start["Line"] - 1][start["Column"] - 1])
        self.assertEqual("}", lines[end["Line"] - 1][end["Column"] - 2])
        denied = self.simulate(role["Arn"], "iam:DeleteRole")
        self.assertEqual("explicitDeny", denied["EvalDecision"])
        self.assertEqual(1, len(denied["MatchedStatements"]))
        self.assertGreater(denied["MatchedStatements"][0]["StartPosition"]["Line"], start["Line"])
        nothing = self.simulate(role["Arn"], "iam:ListRoles")
        self.assertEqual(("implicitDeny", []), (nothing["EvalDecision"], nothing["MatchedStatements"]))

    def test_a_simulation_takes_known_actions_only(self):
        arn = self.role()["Arn"]
        for action in ("iam:PaintRole", "nothing:Get", "ListRoles", "iam:*", "*"):
            with self.subTest(action):
                self.refused(
                    "InvalidInput",
                    self.iam.simulate_principal_policy,
                    400,
                    PolicySourceArn=arn,
                    ActionNames=[action],
                )
        self.simulate(arn, "connect:getfederationtoken")

    def test_a_simulation_refuses_what_it_does_not_weigh(self):
        arn = self.role()["Arn"]
        self.refused(
            "ValidationError",
            self.iam.simulate_principal_policy,
            words="does not simulate ResourcePolicy",
            PolicySourceArn=arn,
            ActionNames=["iam:GetRole"],
            ResourcePolicy=policy(allow("iam:*")),
        )
        self.refused(
            "NoSuchEntity",
            self.iam.simulate_principal_policy,
            404,
            PolicySourceArn=f"arn:aws:iam::{CONNECT}:role/nobody",
            ActionNames=["iam:GetRole"],
        )

    def test_names_are_unique_and_deletions_have_an_order(self):
        role = self.role()
        self.refused(
            "EntityAlreadyExists",
            self.iam.create_role,
            409,
            RoleName=role["RoleName"].upper(),
            AssumeRolePolicyDocument=TRUST,
        )
        arn = self.policy(allow("iam:*"))
        self.iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
        self.refused("DeleteConflict", self.iam.delete_role, 409, RoleName=role["RoleName"])
        self.refused("DeleteConflict", self.iam.delete_policy, 409, PolicyArn=arn)
        self.iam.detach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
        self.refused("NoSuchEntity", self.iam.detach_role_policy, 404, RoleName=role["RoleName"], PolicyArn=arn)
        self.iam.delete_policy(PolicyArn=arn)
        self.iam.delete_role(RoleName=role["RoleName"])
        self.refused("NoSuchEntity", self.iam.get_role, 404, RoleName=role["RoleName"])

    def test_a_policy_has_five_versions_at_most(self):
        arn = self.policy(allow("iam:*"))
        for _ in range(4):
            self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy(allow("iam:GetRole")))
        self.refused(
            "LimitExceeded",
            self.iam.create_policy_version,
            409,
            PolicyArn=arn,
            PolicyDocument=policy(allow("iam:GetRole")),
        )
        self.assertEqual(5, len(self.iam.list_policy_versions(PolicyArn=arn)["Versions"]))
        self.refused("DeleteConflict", self.iam.delete_policy_version, 409, PolicyArn=arn, VersionId="v1")

    def test_lists_come_in_pages(self):
        for _ in range(3):
            self.role()
        whole = [role["RoleName"] for role in self.iam.list_roles()["Roles"]]
        paged = [
            role["RoleName"]
            for page in self.iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 2})
            for role in page["Roles"]
        ]
        self.assertEqual(whole, paged)
        self.refused("ValidationError", self.iam.list_roles, 400, MaxItems=1001)

    def test_quotas_of_a_role(self):
        role = self.role()
        for _ in range(10):
            self.iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=self.policy(allow("iam:*")))
        self.refused(
            "LimitExceeded",
            self.iam.attach_role_policy,
            409,
            RoleName=role["RoleName"],
            PolicyArn=self.policy(allow("iam:*")),
        )
        self.refused(
            "LimitExceeded",
            self.iam.update_assume_role_policy,
            409,
            RoleName=role["RoleName"],
            PolicyDocument=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "sts:AssumeRole",
                            "Principal": {"AWS": CONNECT},
                            "Condition": {"StringEquals": {"sts:ExternalId": ["x" * 100] * 25}},
                        }
                    ],
                }
            ),
        )
        for duration in (3599, 43201):
            self.refused(
                "ValidationError",
                self.iam.create_role,
                400,
                RoleName=unique("role-"),
                AssumeRolePolicyDocument=TRUST,
                MaxSessionDuration=duration,
            )

    def test_paths_descriptions_markers_and_arns_have_their_forms(self):
        document = policy(allow("iam:*"))
        for code, function, parameters in (
            ("ValidationError", self.iam.create_role, {"Path": "x"}),
            ("ValidationError", self.iam.create_role, {"Path": "/" + "x" * 512}),
            ("ValidationError", self.iam.create_role, {"Description": "x" * 1001}),
            ("ValidationError", self.iam.create_policy, {"Path": "/no end"}),
            ("ValidationError", self.iam.create_policy, {"Description": "x" * 1001}),
            ("ValidationError", self.iam.get_policy, {"PolicyArn": "x"}),
            ("ValidationError", self.iam.list_roles, {"Marker": "made up"}),
            ("AccessDenied", self.iam.delete_policy, {"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        ):
            if function == self.iam.create_role:
                parameters |= {"RoleName": unique("role-"), "AssumeRolePolicyDocument": TRUST}
            if function == self.iam.create_policy:
                parameters |= {"PolicyName": unique("policy-"), "PolicyDocument": document}
            with self.subTest(str(parameters)[:60]):
                self.refused(code, function, **parameters)

    def test_tags_are_at_most_fifty_and_different(self):
        for tags, code in (
            ([{"Key": f"k{i}", "Value": "v"} for i in range(51)], ("LimitExceeded", "ValidationError", "InvalidInput")),
            ([{"Key": "same", "Value": "v"}, {"Key": "same", "Value": "w"}], ("InvalidInput",)),
            ([{"Key": "aws:mine", "Value": "v"}], ("InvalidInput", "ValidationError")),
            ([{"Key": "k" * 129, "Value": "v"}], ("ValidationError",)),
            ([{"Key": "k", "Value": "v" * 257}], ("ValidationError",)),
        ):
            with self.subTest(str(tags)[:60]):
                with self.assertRaises(self.iam.exceptions.ClientError) as caught:
                    self.iam.create_role(RoleName=unique("role-"), AssumeRolePolicyDocument=TRUST, Tags=tags)
                self.assertIn(caught.exception.response["Error"]["Code"], code)

    def test_a_saml_provider_needs_real_metadata(self):
        status, _, document = call("GET", "/_console/documents/other-identity-provider")
        self.assertEqual(200, status)
        name = unique("provider-")
        arn = self.iam.create_saml_provider(Name=name, SAMLMetadataDocument=document)["SAMLProviderArn"]
        self.refused(
            "EntityAlreadyExists", self.iam.create_saml_provider, 409, Name=name, SAMLMetadataDocument=document
        )
        for wrong, code in (
            ("<a/>", "ValidationError"),
            ("x" * 1001, "InvalidInput"),
            ("\ufeff" + document, "InvalidInput"),
        ):
            self.refused(code, self.iam.create_saml_provider, 400, Name=unique("p-"), SAMLMetadataDocument=wrong)
        self.refused(
            "ValidationError",
            self.iam.create_saml_provider,
            words="does not simulate AssertionEncryptionMode",
            Name=unique("p-"),
            SAMLMetadataDocument=document,
            AssertionEncryptionMode="Required",
        )
        self.assertRegex(self.iam.get_saml_provider(SAMLProviderArn=arn)["SAMLProviderUUID"], "^SAMLSP")
        self.iam.delete_saml_provider(SAMLProviderArn=arn)
        self.refused("NoSuchEntity", self.iam.get_saml_provider, 404, SAMLProviderArn=arn)


class IdentityCenterTest(CloudTest):
    @classmethod
    def setUpClass(cls):
        admin = administrator(MANAGEMENT)
        cls.store = client("identitystore", CENTER_REGION, admin)
        cls.sso = client("sso-admin", CENTER_REGION, admin)
        cls.instance = cls.sso.list_instances()["Instances"][0]

    def test_users_and_groups_have_arns(self):
        identifier = {"UniqueAttribute": {"AttributePath": "userName", "AttributeValue": "root.admin@example.com"}}
        found = self.store.get_user_id(IdentityStoreId=STORE, AlternateIdentifier=identifier)
        self.assertEqual(f"arn:aws:identitystore:::user/{found['UserId']}", found["UserArn"])
        user = self.store.describe_user(IdentityStoreId=STORE, UserId=found["UserId"])
        self.assertEqual(found["UserArn"], user["UserArn"])
        self.assertIn("CreatedAt", user)
        self.assertEqual("ENABLED", user["UserStatus"])
        self.assertIn(user["UserArn"], [each["UserArn"] for each in self.store.list_users(IdentityStoreId=STORE)["Users"]])

    def test_who_is_not_there_is_not_found(self):
        nobody = "0" * 8 + "-0000-0000-0000-" + "0" * 12
        self.refused("ResourceNotFoundException", self.store.describe_user, 400, IdentityStoreId=STORE, UserId=nobody)
        self.refused("ResourceNotFoundException", self.store.describe_group, 400, IdentityStoreId=STORE, GroupId=nobody)
        self.refused("ValidationException", self.store.describe_user, 400, IdentityStoreId=STORE, UserId="nobody")
        self.refused("ValidationException", self.store.list_users, 400, IdentityStoreId=STORE, MaxResults=101)
        self.refused("ValidationException", self.store.list_users, 400, IdentityStoreId=STORE, NextToken="made up")

    def test_a_user_is_asked_for_in_one_way(self):
        attribute = {"AttributePath": "userName", "AttributeValue": "root.admin@example.com"}
        for identifier in (
            {},
            {"UniqueAttribute": attribute, "ExternalId": {"Issuer": "i", "Id": "x"}},
            {"UniqueAttribute": attribute | {"AttributePath": "nickName"}},
        ):
            self.refused(
                "ValidationException",
                self.store.get_user_id,
                400,
                IdentityStoreId=STORE,
                AlternateIdentifier=identifier,
            )

    def test_no_saml_application_is_created_by_the_api(self):
        instance = self.instance["InstanceArn"]
        self.assertEqual("ACTIVE", self.instance["Status"])
        self.assertEqual(MANAGEMENT, self.instance["OwnerAccountId"])
        self.refused(
            "ResourceNotFoundException",
            self.sso.describe_application,
            400,
            ApplicationArn=f"arn:aws:sso::{MANAGEMENT}:application/{instance.split('/')[-1]}/apl-0123456789abcdef",
        )

    def test_an_assignment_is_made_twice_and_deleted_once(self):
        admin = client("identitystore", CENTER_REGION, administrator(MANAGEMENT)).list_users(IdentityStoreId=STORE)
        sets = self.sso.list_permission_sets(InstanceArn=self.instance["InstanceArn"])["PermissionSets"]
        given = dict(
            InstanceArn=self.instance["InstanceArn"],
            TargetId="444444444444",
            TargetType="AWS_ACCOUNT",
            PermissionSetArn=sets[0],
            PrincipalType="USER",
            PrincipalId=admin["Users"][0]["UserId"],
        )
        for _ in range(2):
            status = self.sso.create_account_assignment(**given)["AccountAssignmentCreationStatus"]
            self.settled(status["RequestId"], creation=True)
        status = self.sso.delete_account_assignment(**given)["AccountAssignmentDeletionStatus"]
        self.settled(status["RequestId"], creation=False)
        self.refused("ResourceNotFoundException", self.sso.delete_account_assignment, 400, **given)

    def settled(self, request, creation):
        for _ in range(50):
            if creation:
                status = self.sso.describe_account_assignment_creation_status(
                    InstanceArn=self.instance["InstanceArn"], AccountAssignmentCreationRequestId=request
                )["AccountAssignmentCreationStatus"]["Status"]
            else:
                status = self.sso.describe_account_assignment_deletion_status(
                    InstanceArn=self.instance["InstanceArn"], AccountAssignmentDeletionRequestId=request
                )["AccountAssignmentDeletionStatus"]["Status"]
            if status != "IN_PROGRESS":
                self.assertEqual("SUCCEEDED", status)
                return
        self.fail("the assignment did not settle")


class OrganizationsTest(CloudTest):
    def test_accounts_are_described_to_the_management_account(self):
        organizations = client("organizations", "us-east-1", administrator(MANAGEMENT))
        account = organizations.describe_account(AccountId=CONNECT)["Account"]
        self.assertEqual(("internal-services", "ACTIVE"), (account["Name"], account["State"]))
        self.refused("AccountNotFoundException", organizations.describe_account, 400, AccountId="999999999999")
        others = client("organizations", "us-east-1", administrator(CONNECT))
        self.refused("AccessDeniedException", others.describe_account, 400, AccountId=CONNECT)


class CloudTrailTest(CloudTest):
    def test_events_have_the_context_of_their_session(self):
        admin = administrator(CONNECT)
        name = unique("traced-")
        client("iam", "us-east-1", admin).create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
        trail = client("cloudtrail", "us-east-1", admin)
        events = trail.lookup_events(LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": name}])["Events"]
        self.assertEqual(["CreateRole"], [event["EventName"] for event in events])
        record = json.loads(events[0]["CloudTrailEvent"])
        context = record["userIdentity"]["sessionContext"]
        self.assertEqual("false", context["attributes"]["mfaAuthenticated"])
        self.assertRegex(context["attributes"]["creationDate"], r"^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual("Role", context["sessionIssuer"]["type"])
        self.assertEqual("AwsApiCall", record["eventType"])
        self.refused(
            "InvalidLookupAttributesException",
            trail.lookup_events,
            400,
            LookupAttributes=[
                {"AttributeKey": "EventName", "AttributeValue": "a"},
                {"AttributeKey": "Username", "AttributeValue": "b"},
            ],
        )
        self.assertEqual([], trail.lookup_events(EventCategory="insight")["Events"])
        self.refused("InvalidMaxResultsException", trail.lookup_events, 400, MaxResults=51)


class ConnectTest(CloudTest):
    @classmethod
    def setUpClass(cls):
        cls.connect = client("connect", CONNECT_REGION, administrator(CONNECT))
        cls.token = unique("token-")
        cls.wanted = dict(
            IdentityManagementType="SAML",
            InboundCallsEnabled=True,
            OutboundCallsEnabled=False,
            InstanceAlias=unique("acme-"),
            ClientToken=cls.token,
        )
        cls.instance = cls.connect.create_instance(**cls.wanted)["Id"]
        for _ in range(100):
            if cls.connect.describe_instance(InstanceId=cls.instance)["Instance"]["InstanceStatus"] == "ACTIVE":
                break

    def user(self, **more):
        security = self.connect.list_security_profiles(InstanceId=self.instance)["SecurityProfileSummaryList"]
        routing = self.connect.list_routing_profiles(InstanceId=self.instance)["RoutingProfileSummaryList"]
        return dict(
            InstanceId=self.instance,
            Username=unique("agent-"),
            IdentityInfo={"FirstName": "A", "LastName": "B"},
            PhoneConfig={"PhoneType": "SOFT_PHONE"},
            SecurityProfileIds=[security[0]["Id"]],
            RoutingProfileId=routing[0]["Id"],
        ) | more

    def test_a_client_token_gives_the_same_instance(self):
        self.assertEqual(self.instance, self.connect.create_instance(**self.wanted)["Id"])

    def test_wrong_instances_are_refused(self):
        for changed in (
            {"InstanceAlias": "d-begins"},
            {"InstanceAlias": "ends-"},
            {"InstanceAlias": "x" * 46},
            {"IdentityManagementType": "TELEPATHY"},
            {"IdentityManagementType": "EXISTING_DIRECTORY"},
        ):
            with self.subTest(changed):
                self.refused(
                    "InvalidRequestException",
                    self.connect.create_instance,
                    400,
                    **(self.wanted | {"ClientToken": unique("t-")} | changed),
                )

    def test_users_are_unique_and_have_no_password_or_address(self):
        wanted = self.user()
        del wanted["PhoneConfig"]
        made = self.connect.create_user(**wanted)
        self.refused("DuplicateResourceException", self.connect.create_user, 409, **wanted)
        described = self.connect.describe_user(InstanceId=self.instance, UserId=made["UserId"])["User"]
        self.assertEqual(wanted["Username"], described["Username"])
        for changed in (
            {"Password": "Passw0rd!"},
            {"DirectoryUserId": "x"},
            {"IdentityInfo": {"FirstName": "A", "LastName": "B", "Email": "a@example.com"}},
            {"IdentityInfo": {"FirstName": "A"}},
            {"Username": "with space"},
            {"Username": "x" * 65},
            {"SecurityProfileIds": []},
        ):
            with self.subTest(changed):
                with self.assertRaises(self.connect.exceptions.ClientError) as caught:
                    self.connect.create_user(**self.user(**changed))
                self.assertIn(
                    caught.exception.response["Error"]["Code"], ("InvalidRequestException", "InvalidParameterException")
                )
        self.connect.delete_user(InstanceId=self.instance, UserId=made["UserId"])
        self.refused(
            "ResourceNotFoundException",
            self.connect.describe_user,
            404,
            InstanceId=self.instance,
            UserId=made["UserId"],
        )
