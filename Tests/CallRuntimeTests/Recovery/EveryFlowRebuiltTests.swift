import CallJournal
import CallModel
import FlowEngine
import Foundation
import Testing

@testable import CallRuntime

/// Every flow of the project on a whole runtime whose sessions are rebuilt all the time: by checks after each slice, by
/// leaving memory at each wait, or because the process is gone.
struct EveryFlowRebuiltTests {
    private static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/flows"

    private static func sources(_ name: String) throws -> FlowSources {
        var files: [String: [UInt8]] = [:]
        for file in try #require(FileManager.default.enumerator(atPath: "\(folder)/\(name)")) {
            guard let path = file as? String, path.hasSuffix(".lua"), !path.contains("spec") else { continue }
            files["\(name)/\(path)"] = try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)/\(path)")))
        }
        return FlowSources(files: files)
    }

    private func course(_ name: String) throws -> FlowCourse {
        FlowCourse(name, try Self.sources(name), try #require(EveryFlowTests.beginnings[name]))
    }

    @Test(arguments: EveryFlowTests.beginnings.keys.sorted())
    func withEveryReplayChecked(_ name: String) async throws {
        let course = try course(name)
        course.settings.alwaysReplay = true
        #expect(try await course.run())
        try await course.check()
    }

    @Test(arguments: EveryFlowTests.beginnings.keys.sorted())
    func outOfMemoryAtEachWait(_ name: String) async throws {
        let course = try course(name)
        course.settings.memoryTarget = 1
        #expect(try await course.run())
        try await course.check()
    }

    @Test(arguments: EveryFlowTests.beginnings.keys.sorted())
    func withANewProcessAfterEachStep(_ name: String) async throws {
        let course = try course(name)
        course.settings.asksPerSecond = 0
        var processes = 0
        while try await !course.run(steps: 1) {
            processes += 1
            try #require(processes < 200, "it never ends: \(course.service.texts)")
        }
        try await course.check()
        #expect(processes > 1)
    }
}
