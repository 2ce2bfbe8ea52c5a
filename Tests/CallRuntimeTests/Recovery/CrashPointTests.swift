import CallJournal
import Foundation
import Testing

/// The list of crash points and the places in the sources where they are reached are the same.
struct CrashPointTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources")

    @Test func everyPointIsReachedAndEveryReachedPointIsListed() throws {
        var reached: Set<String> = []
        let files = try #require(FileManager.default.enumerator(atPath: Self.sources.path))
        for case let path as String in files where path.hasSuffix(".swift") {
            let source = try String(contentsOf: Self.sources.appendingPathComponent(path), encoding: .utf8)
            for match in source.matches(of: /CrashPoint\.reached\(\.(\w+)\)/) { reached.insert(String(match.1)) }
        }
        let listed = Set(CrashPoint.allCases.map { "\($0)" })
        #expect(listed.subtracting(reached).sorted() == [], "listed, but reached nowhere")
        #expect(reached.subtracting(listed).sorted() == [], "reached, but not listed")
    }

    @Test func everyPointHasANameOfItsOwn() {
        #expect(CrashPoint.allCases.allSatisfy { $0.rawValue.wholeMatch(of: /[a-z_]+/) != nil })
    }
}
