import CallModel
import Foundation

/// Files beside the tests.
enum Fixture {
    static func bytes(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: root.appendingPathComponent(path)))
    }

    static func json(_ path: String) throws -> JSONValue { try JSONValue(parsing: try bytes(path)) }

    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)) ?? [])
            .sorted()
    }

    private static var root: URL { Bundle.module.bundleURL.appendingPathComponent("Fixtures") }
}

/// Headers by lower-case name.
func lookup(_ headers: [String: String]) -> (String) -> String? {
    { headers[$0.lowercased()] }
}
