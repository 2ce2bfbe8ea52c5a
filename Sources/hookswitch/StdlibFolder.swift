import CallRuntime

/// A standard library that lies in a folder, as `--stdlib` names it.
enum StdlibFolder {
    /// Its modules, by name.
    static func modules(in folder: String) throws(FlowTreeError) -> [String: [UInt8]] {
        var modules: [String: [UInt8]] = [:]
        for (path, source) in try FlowTreeScanner().scan(root: folder).files where !path.contains("/") {
            modules[String(path.dropLast(4))] = source
        }
        return modules
    }
}
