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

    /// What one flow goes through.
    private final class Course {
        let name: String
        let beginning: EveryFlowTests.Beginning
        let memory = MemoryJournal()
        let clock = TestClock()
        let service: AgreeableSender
        var process: UInt64 = 0
        var settings = RuntimeSettings()

        init(_ name: String) throws {
            self.name = name
            beginning = try #require(EveryFlowTests.beginnings[name])
            service = AgreeableSender(keys: beginning.keys)
        }

        /// Runs a process until it has taken `steps` steps or the session has ended; says whether it has.
        func run(steps: Int = 500) async throws -> Bool {
            process += 1
            let begins = NodeStart(epoch: Int(process), downSince: clock.now(), wasClean: false)
            let outside = RuntimeHarness.Outside(
                journal: GatedJournal(memory, begins: begins), clock: clock, service: service, process: process)
            var isOver = false
            try await RuntimeHarness.run([:], outside, settings: settings) { harness in
                _ = await harness.runtime.generations.load(try EveryFlowRebuiltTests.sources(name), at: clock.now())
                if process > 1 {
                    try await harness.runtime.recover()
                } else if let to = beginning.to {
                    #expect(await harness.incoming("offer", to: to) == .accepted)
                } else {
                    #expect(await harness.launch(name, beginning.params).1 == .accepted)
                }
                try await harness.idle()
                for _ in 0..<steps {
                    isOver = try await memory.openSessions().isEmpty
                    if isOver { break }
                    try await step(harness)
                }
            }
            return isOver
        }

        private func step(_ harness: RuntimeHarness) async throws {
            if let next = service.next() {
                let outcome = await withCheckedContinuation { continuation in
                    harness.runtime.callback(
                        session: next.session, operation: next.operation, token: next.token, events: [next.event]
                    ) { continuation.resume(returning: $0) }
                }
                #expect(outcome == .accepted)
            } else if let due = clock.nextDue {
                try await clock.advance(max(0, due - clock.now()))
                try await harness.idle()
                // A process that is gone before the grace has ended would leave the limit to the next one, for ever.
                if try await hasOnlyResumed(), let due = clock.nextDue {
                    try await clock.advance(max(0, due - clock.now()))
                }
            }
            try await harness.idle()
        }

        private func hasOnlyResumed() async throws -> Bool {
            for session in try await memory.openSessions() {
                if case .resume? = try await memory.records(of: session.id).last?.body { return true }
            }
            return false
        }

        func check(_ location: SourceLocation = #_sourceLocation) async throws {
            for session in try await memory.sessions(limit: 100) {
                #expect(session.end == EndRecord(way: .finished), sourceLocation: location)
                let records = try await memory.records(of: session.id)
                #expect(records.map(\.seq) == Array(1...records.count), sourceLocation: location)
            }
        }
    }

    @Test(arguments: EveryFlowTests.beginnings.keys.sorted())
    func withEveryReplayChecked(_ name: String) async throws {
        let course = try Course(name)
        course.settings.alwaysReplay = true
        #expect(try await course.run())
        try await course.check()
    }

    @Test(arguments: EveryFlowTests.beginnings.keys.sorted())
    func outOfMemoryAtEachWait(_ name: String) async throws {
        let course = try Course(name)
        course.settings.memoryTarget = 1
        #expect(try await course.run())
        try await course.check()
    }

    @Test(arguments: EveryFlowTests.beginnings.keys.sorted())
    func withANewProcessAfterEachStep(_ name: String) async throws {
        let course = try Course(name)
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
