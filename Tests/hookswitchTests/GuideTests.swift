import Foundation
import Testing

/// Whatever Lua stands in the guide to the language is a file of `stdlib/guide`, whose specs `FlowSpecsTests` runs.
///
/// A block follows a line with a link to its file: `[menus.lua](menus.lua)`, in the README `[line.lua](guide/line.lua)`.
struct GuideTests {
    private static let stdlib = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("stdlib")

    /// A block of Lua in a page.
    private struct Block {
        var page: String
        var line: Int
        /// The file that the line before it links to, relative to `stdlib/guide`; nil without such a link.
        var file: String?
        var text: String
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: stdlib.appendingPathComponent(path), encoding: .utf8)
    }

    /// Names in `stdlib/guide` that end so, sorted.
    private static func names(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: stdlib.appendingPathComponent("guide").path)
            .filter { $0.hasSuffix(suffix) }.sorted()
    }

    /// Pages relative to `stdlib`.
    private static func pages() throws -> [String] {
        ["README.md"] + (try names(".md").map { "guide/\($0)" })
    }

    private static func blocks() throws -> [Block] {
        try pages().flatMap { page in
            var found: [Block] = []
            var (before, begun): (String, Block?) = ("", nil)
            let folder = page.hasPrefix("guide/") ? "" : "guide/"
            for (number, line) in try text(page).components(separatedBy: "\n").enumerated() {
                if var block = begun {
                    if line == "```" {
                        found.append(block)
                        begun = nil
                    } else {
                        block.text += line + "\n"
                        begun = block
                    }
                } else if line.hasPrefix("```lua") {
                    let link = before.wholeMatch(of: /\[`?([a-z_]+\.lua)`?\]\((guide\/)?([a-z_]+\.lua)\)/)
                    let isRight = link.map { $0.1 == $0.3 && ($0.2 ?? "") == folder } ?? false
                    let file = isRight ? link.map { String($0.1) } : nil
                    begun = Block(page: page, line: number + 1, file: file, text: "")
                }
                if !line.isEmpty { before = line }
            }
            return found
        }
    }

    /// What a page shows of a file: all but the line that keeps a spec out of `hookswitch test stdlib`.
    private static func shown(_ file: String) throws -> String {
        let source = try text("guide/\(file)")
        guard file.hasSuffix("_spec.lua"), let end = source.firstIndex(of: "\n") else { return source }
        return String(source[source.index(after: end)...])
    }

    @Test func everyBlockOfLuaIsAFile() throws {
        let files = Set(try Self.names(".lua"))
        for block in try Self.blocks() {
            let place = "stdlib/\(block.page):\(block.line)"
            guard let file = block.file else {
                Issue.record("\(place): the line before a block of Lua links to its file: [menus.lua](menus.lua)")
                continue
            }
            guard files.contains(file) else {
                Issue.record("\(place): there is no stdlib/guide/\(file)")
                continue
            }
            let shown = try Self.shown(file)
            #expect(block.text == shown, "\(place) differs from stdlib/guide/\(file)")
        }
    }

    @Test func everyFlowIsInTheGuideOnce() throws {
        let shown = try Self.blocks().compactMap(\.file)
        let flows = try Self.names(".lua").filter { !$0.hasSuffix("_spec.lua") }
        #expect(flows.isEmpty == false)
        #expect(shown.filter { !$0.hasSuffix("_spec.lua") }.sorted() == flows)
    }

    @Test func theReadmeLeadsToEveryPage() throws {
        let readme = try Self.text("README.md")
        for page in try Self.names(".md") {
            #expect(readme.contains("](guide/\(page))"), "stdlib/README.md has no link to guide/\(page)")
        }
    }
}
