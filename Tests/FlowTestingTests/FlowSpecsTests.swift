import FlowEngine
import Foundation
import Testing

@testable import FlowTesting

/// The specs of the flows, of the standard library and of its guide, found by walking their folders.
struct FlowSpecsTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: ["flows", "stdlib", "stdlib/guide"])
    func everySpecPasses(_ folder: String) async throws {
        let base = Self.root.appendingPathComponent(folder)
        var files: [String: [UInt8]] = [:]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: base.path))
        where path.hasSuffix(".lua") && (folder != "stdlib" || path.hasSuffix("_spec.lua")) {
            files[path] = Array(try Data(contentsOf: base.appendingPathComponent(path)))
        }
        let suite = SpecSuite(files: files, environment: FlowEnvironment())
        #expect(suite.problems.isEmpty, "\(suite.problems)")
        for result in await SpecRun(suite).run() {
            if case .failed(let failure) = result.outcome {
                Issue.record("\(SpecReport.text(of: failure, result.spec))")
            }
        }
    }

    @Test func theSpecsReachEveryPathOfEveryFlow() async throws {
        let base = Self.root.appendingPathComponent("flows")
        var files: [String: [UInt8]] = [:]
        for case let path as String in try #require(FileManager.default.enumerator(atPath: base.path))
        where path.hasSuffix(".lua") { files[path] = Array(try Data(contentsOf: base.appendingPathComponent(path))) }
        let coverage = FlowCoverage()
        _ = await SpecRun(SpecSuite(files: files, environment: FlowEnvironment(), coverage: coverage)).run()
        #expect(coverage.gaps == [])
    }

    @Test func everyFlowHasASpec() throws {
        let flows = Self.root.appendingPathComponent("flows")
        let names = try FileManager.default.contentsOfDirectory(atPath: flows.path)
            .filter { FileManager.default.fileExists(atPath: flows.path + "/\($0)/main.lua") }
        let without = names.filter { !FileManager.default.fileExists(atPath: flows.path + "/\($0)/\($0)_spec.lua") }
        #expect(without.sorted() == [], "flows without a spec")
    }
}
