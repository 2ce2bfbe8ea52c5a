import Foundation

/// A number for a new flow: two that want the same calls would not load.
enum UnusedNumber {
    /// Numbers of nobody, for examples.
    private static let candidates = (0..<100).reversed().map { "+18005550" + String(100 + $0) }

    /// One that stands in no Lua file of a folder, specs and hidden folders aside; nil when there is none.
    static func find(in folder: String) -> String? {
        var texts: [String] = []
        let files = FileManager.default.enumerator(atPath: folder)
        while let path = files?.nextObject() as? String {
            guard path.hasSuffix(".lua"), !path.hasSuffix("_spec.lua"),
                !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }),
                let source = FileManager.default.contents(atPath: "\(folder)/\(path)")
            else { continue }
            texts.append(String(decoding: source, as: UTF8.self))
        }
        return candidates.first { number in !texts.contains { $0.contains(number) } }
    }
}
