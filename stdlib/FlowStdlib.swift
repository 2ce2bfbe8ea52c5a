/// Where `stdlib/` lies in the binary: the Lua modules behind `require "std.…"`.
public enum Stdlib {
    /// Name without `std.` and source, sorted by name.
    public static let modules: [(name: String, source: [UInt8])] = [
        ("menu", PackageResources.menu_lua),
        ("options", PackageResources.options_lua),
    ]
}
