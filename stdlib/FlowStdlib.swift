/// Where `stdlib/` lies in the binary: the Lua modules behind `require "std.…"`.
public enum Stdlib {
    /// Name without `std.` and source, sorted by name.
    public static let modules: [(name: String, source: [UInt8])] = [
        ("callback", PackageResources.callback_lua),
        ("check_digits", PackageResources.check_digits_lua),
        ("collect", PackageResources.collect_lua),
        ("conference", PackageResources.conference_lua),
        ("conference_room", PackageResources.conference_room_lua),
        ("dates", PackageResources.dates_lua),
        ("hours", PackageResources.hours_lua),
        ("menu", PackageResources.menu_lua),
        ("music", PackageResources.music_lua),
        ("numbers", PackageResources.numbers_lua),
        ("numbers_codes", PackageResources.numbers_codes_lua),
        ("numbers_formats", PackageResources.numbers_formats_lua),
        ("options", PackageResources.options_lua),
        ("queue", PackageResources.queue_lua),
        ("queue_agents", PackageResources.queue_agents_lua),
        ("queue_line", PackageResources.queue_line_lua),
        ("queue_visit", PackageResources.queue_visit_lua),
        ("retry", PackageResources.retry_lua),
        ("schedule", PackageResources.schedule_lua),
        ("text", PackageResources.text_lua),
        ("text_en", PackageResources.text_en_lua),
        ("text_es", PackageResources.text_es_lua),
        ("text_pt", PackageResources.text_pt_lua),
        ("transfer", PackageResources.transfer_lua),
        ("voicemail", PackageResources.voicemail_lua),
        ("zones", PackageResources.zones_lua),
        ("zones_data", PackageResources.zones_data_lua),
    ]
}
