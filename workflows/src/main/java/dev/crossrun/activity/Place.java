package dev.crossrun.activity;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;

/** Where a call goes: an account, with the credentials that the worker has for it, and a Region. */
public record Place(AccountId account, Region region) {}
