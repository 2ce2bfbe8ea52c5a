/// Where `stdlib/` lies in the binary: the Lua modules behind `require "std.…"`.
public enum Stdlib {
    /// Name without `std.` and source, sorted by name.
    public static let modules: [(name: String, source: [UInt8])] = [
        ("check_digits", PackageResources.check_digits_lua),
        ("collect", PackageResources.collect_lua),
        ("menu", PackageResources.menu_lua),
        ("options", PackageResources.options_lua),
        ("retry", PackageResources.retry_lua),
    ]
}
