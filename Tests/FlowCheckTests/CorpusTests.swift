import FlowEngine
import Foundation
import Testing

@testable import FlowCheck

/// Flows with planted faults. What is expected of a line stands at its end, as `--> rule at TOKEN: part of the message`,
/// where the finding's column is that of the token; further expectations follow after another `-->`.
struct CorpusTests {
    private struct Expectation: Equatable {
        let rule: String
        let line: Int
        let column: Int
        let part: String
    }

    private static let corpus = Checking.folder.appendingPathComponent("Corpus")

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: corpus.path).filter { $0.hasSuffix(".lua") }.sorted()
    }

    private func expectations(_ source: String) throws -> [Expectation] {
        var found: [Expectation] = []
        for (index, line) in source.components(separatedBy: "\n").enumerated() {
            let parts = line.components(separatedBy: "--> ")
            for part in parts.dropFirst() {
                // A token may hold colons, but none before a blank.
                let mark = try #require(part.range(of: ": "), "\(index + 1): \(part)")
                let head = part[..<mark.lowerBound].components(separatedBy: " at ")
                try #require(head.count == 2, "\(index + 1): \(part)")
                let place = try #require(parts[0].range(of: head[1]), "\(index + 1): there is no \(head[1])")
                let column = parts[0].utf8.distance(from: parts[0].startIndex, to: place.lowerBound) + 1
                found.append(
                    Expectation(
                        rule: head[0], line: index + 1, column: column,
                        part: part[mark.upperBound...].trimmingCharacters(in: .whitespaces)))
            }
        }
        return found
    }

    /// The first line may say what is missing: `-- without: ai_resource`.
    private func environment(_ source: String) -> FlowEnvironment {
        var environment = Checking.environment
        let first = source.prefix { $0 != "\n" }
        if first.contains("without: ai_resource") { environment.aiResource = nil }
        if first.contains("owned: +18005550199") { environment.ownedNumbers = ["+18005550199"] }
        return environment
    }

    @Test(arguments: try CorpusTests.names())
    func aFlowHasExactlyTheFindingsThatItAnnounces(_ name: String) async throws {
        let source = try String(contentsOf: Self.corpus.appendingPathComponent(name), encoding: .utf8)
        let wanted = try expectations(source)
        #expect(!wanted.isEmpty)
        var found = await Checking.findings([name: source], environment(source))
        for expectation in wanted {
            let index = found.firstIndex {
                $0.rule == expectation.rule && $0.line == expectation.line && $0.column == expectation.column
                    && "\($0.message); \($0.hint ?? "")".contains(expectation.part)
            }
            if let index {
                found.remove(at: index)
            } else {
                Issue.record(
                    "missing: \(name):\(expectation.line):\(expectation.column) \(expectation.rule): \(expectation.part)"
                )
            }
        }
        for finding in found { Issue.record("not announced: \(finding)") }
    }

    @Test func everyRuleHasPlantedFaults() async throws {
        var count = 0
        var rules: Set<String> = []
        for name in try Self.names() {
            let source = try String(contentsOf: Self.corpus.appendingPathComponent(name), encoding: .utf8)
            let wanted = try expectations(source)
            count += wanted.count
            rules.formUnion(wanted.map(\.rule))
        }
        #expect(count >= 120)
        #expect(Set(RuleFinder.rules.map(\.name)).subtracting(rules) == [])
        #expect(Set(ChartFindings.rules).subtracting(rules) == [])
    }

    @Test func goodFlowsHaveNoFindings() async throws {
        let files = try Checking.files(in: Self.corpus.appendingPathComponent("good"))
        #expect(files.count >= 8)
        for (name, source) in files.sorted(by: { $0.key < $1.key }) where !name.contains("/") {
            for finding in await Checking.findings([name: source]) { Issue.record("\(finding)") }
        }
    }

    @Test(arguments: ["flows", "stdlib/guide"]) func theFlowsOfTheProjectHaveNoFindings(folder: String) async throws {
        let files = try Checking.files(in: Checking.project.appendingPathComponent(folder))
            .filter { !$0.key.hasSuffix("_spec.lua") }
        #expect(files.count > 12)
        let luacheck = LuacheckFinder.installed().map { program in
            LuacheckFinder(program: program) { Issue.record("\($0)") }
        }
        let sources = FlowSources(files: files.mapValues { Array($0.utf8) })
        let check = FlowCheck(finders: FlowCheck.finders + [luacheck].compactMap { $0 as (any FindingFinder)? })
        for finding in await check.findings(in: FolderOfFlows(sources, environment: Checking.environment)) {
            Issue.record("\(finding)")
        }
    }
}
