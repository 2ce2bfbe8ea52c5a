import CStdlib

/// Where `stdlib/` lies in the binary: the Lua modules behind `require "std.…"`.
public enum Stdlib {
    /// Name without `std.` and source, sorted by name.
    public static let modules: [(name: String, source: [UInt8])] = UnsafeBufferPointer(
        start: hs_stdlib_first(), count: hs_stdlib_count()
    ).map { (String(cString: $0.name), Array(UnsafeBufferPointer(start: $0.source, count: $0.length))) }
}
