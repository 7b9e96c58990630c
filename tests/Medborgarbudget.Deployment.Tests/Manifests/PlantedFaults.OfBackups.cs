namespace Medborgarbudget.Deployment.Tests.Manifests;

internal static partial class PlantedFaults
{
    private static IReadOnlyList<PlantedFault> OfBackups =>
    [
        new("The_store_keeps_every_write_in_its_log_alone", "prod", "the store syncs every second", overlay => overlay.Container("StatefulSet/redis").Args[4] = "everysec", "StatefulSet/redis: is not started with --appendfsync always"),
        new("The_store_keeps_every_write_in_its_log_alone", "local", "the store takes snapshots", overlay => overlay.Container("StatefulSet/redis").Args.Remove("--save"), "StatefulSet/redis: is not started with --save"),
        new("Production_archives_every_commit_of_PostgreSQL", "prod", "the log is archived nowhere", overlay => overlay.The<PostgresCluster>("postgres").Spec.Plugins[0].IsWALArchiver = false, "Cluster/postgres: archives its log nowhere"),
        new("Production_archives_every_commit_of_PostgreSQL", "prod", "the log is archived in a store that is not there", overlay => overlay.The<PostgresCluster>("postgres").Spec.Plugins[0].Parameters["barmanObjectName"] = "backup", "Cluster/postgres: archives its log nowhere"),
        new("Production_copies_PostgreSQL_whole_every_day", "prod", "nothing is copied", overlay => overlay.Remove<ScheduledBackup>("daily"), "Cluster/postgres: is never copied whole"),
        new("Production_copies_PostgreSQL_whole_every_day", "prod", "a copy has a cron without seconds", overlay => overlay.The<ScheduledBackup>("daily").Spec.Schedule = "30 1 * * *", "ScheduledBackup/daily: is not daily, or by another way than the log goes"),
        new("Production_copies_PostgreSQL_whole_every_day", "prod", "a copy goes the way that the operator is giving up", overlay => overlay.The<ScheduledBackup>("daily").Spec.Method = "barmanObjectStore", "ScheduledBackup/daily: is not daily, or by another way than the log goes"),
        new("Backups_are_encrypted_and_not_kept_longer_than_a_month", "prod", "backups are kept for ever", overlay => overlay.The<ObjectStore>("backups").Spec.RetentionPolicy = "", "ObjectStore/backups: keeps for ever, or longer than 31 days"),
        new("Backups_are_encrypted_and_not_kept_longer_than_a_month", "prod", "backups are kept for a year", overlay => overlay.The<ObjectStore>("backups").Spec.RetentionPolicy = "365d", "ObjectStore/backups: keeps for ever, or longer than 31 days"),
        new("Backups_are_encrypted_and_not_kept_longer_than_a_month", "prod", "the log is kept in clear", overlay => overlay.The<ObjectStore>("backups").Spec.Configuration.Wal.Encryption = "", "ObjectStore/backups: does not encrypt what it keeps, or on the way"),
        new("Every_secret_that_is_used_is_made_by_the_script_or_an_operator", "prod", "the account of the backups is misspelt", overlay => overlay.The<ObjectStore>("backups").Spec.Configuration.S3Credentials.AccessKeyId.Key = "ACCESS_KEY_ID", "ObjectStore/backups: there is no Secret postgres-backup with ACCESS_KEY_ID"),
    ];
}
