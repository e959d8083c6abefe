"""Values of *Last Operation* in Sync History (BC301000)."""

from __future__ import annotations

from enum import StrEnum


class LastOperation(StrEnum):
    """What the last step did to the record, in the connector's words."""

    INSERTED_IN_ERP = "Inserted in ERP"
    UPDATED_IN_ERP = "Updated in ERP"
    DELETED_IN_ERP = "Deleted in ERP"
    INSERTED_EXTERNALLY = "Inserted Externally"
    UPDATED_EXTERNALLY = "Updated Externally"
    DELETED_EXTERNALLY = "Deleted Externally"
    MODIFIED_IN_ERP = "Modified in ERP"
    MODIFIED_EXTERNALLY = "Modified Externally"
    FAILED_TO_SAVE_IN_ERP = "Failed to Save in ERP"
    FAILED_TO_SAVE_EXTERNALLY = "Failed to Save Externally"
    CONFLICT_RESOLVED_IN_ERP = "Conflict Resolved by Override in ERP"
    CONFLICT_RESOLVED_EXTERNALLY = "Conflict Resolved by Override Externally"
    SYNC_NOT_NEEDED_ERP = "Modified Locally, Sync Not Needed"
    SYNC_NOT_NEEDED_EXTERNAL = "Modified Externally, Sync Not Needed"
    SYNC_FAILED = "Sync Failed"
    MANUALLY_SYNCHRONIZED = "Manually Synchronized"
    FORCED_TO_RESYNC = "Forced to Resync"
    NOT_FOUND = "Not Found"
    SETTINGS_RECONFIGURED = "Sync Settings Reconfigured"
    SKIPPED_FROM_SYNC = "Skipped from Sync"
    FILTERING_APPLIED = "Filtering Applied"
