import FlowEngine
import FlowTesting
import Foundation
import Testing

@testable import FlowCheck

/// Flows that specs bring along.
struct GivenFlowsTests {
    @Test func flowsOfSpecsHaveNoFindings() async throws {
        var count = 0
        for folder in ["flows", "stdlib/spec"] {
            let files = try Checking.files(in: Checking.project.appendingPathComponent(folder))
            for (path, source) in files.sorted(by: { $0.key < $1.key }) where path.hasSuffix("_spec.lua") {
                let given = try SpecFile(path: path, source: Array(source.utf8)).cases().flows
                count += given.count
                let own = path.split(separator: "/").dropLast().joined(separator: "/")
                var all = files.filter { $0.key.hasPrefix(own + "/") && !$0.key.hasSuffix("_spec.lua") }
                for (name, flow) in given { all["\(name).lua"] = flow }
                // What does not load is meant so, or each is loaded by its own case.
                // So are the charts in the specs of std.flow.
                let isOfCharts = path.hasPrefix("flow_")
                for finding in await Checking.findings(all)
                where finding.rule != "load" && !(isOfCharts && ChartFindings.rules.contains(finding.rule)) {
                    Issue.record("\(path): \(finding)")
                }
            }
        }
        #expect(count > 0)
    }

    @Test func theStandardLibraryHasNoFindings() async throws {
        for (name, source) in FlowSources.ownStdlib {
            let files = ["shared/\(name).lua": String(decoding: source, as: UTF8.self)]
            for finding in await Checking.findings(files) { Issue.record("\(finding)") }
        }
    }
}
