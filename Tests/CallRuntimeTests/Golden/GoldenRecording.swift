import CallJournal
import CallModel
import FlowEngine
import Foundation
import Testing

@testable import CallRuntime

/// Writes the golden journals of this binary's level: every flow of the project and every golden flow on a whole runtime
/// with the exact requests of the service.
enum GoldenRecording {
    /// One run of a flow.
    private struct Take {
        /// The fixture's name.
        var name: String
        var flow: String
        var beginning: EveryFlowTests.Beginning
        var usesPreview = false
        /// Whether a new process goes on after each step.
        var restarts = false
        /// See `AgreeableSender`.
        var lost: Set<Int> = []
        var cut: Set<Int> = []
    }

    private static let takes: [Take] =
        EveryFlowTests.beginnings.sorted { $0.key < $1.key }.map { Take(name: $0, flow: $0, beginning: $1) } + [
            Take(
                name: "media", flow: "media",
                beginning: .init(to: "+18005550101", keys: [["one", "two", "pound"], ["nine"], ["one"]])),
            Take(name: "people", flow: "people", beginning: .init(to: "+18005550102"), usesPreview: true),
            Take(name: "outbound", flow: "outbound", beginning: .init(params: ["to": "+14255550123"])),
            Take(name: "tasks", flow: "tasks", beginning: .init(to: "+18005550104")),
            Take(name: "web", flow: "web", beginning: .init(to: "+18005550113")),
            Take(name: "web-taken-up", flow: "web", beginning: .init(to: "+18005550113"), restarts: true),
            Take(name: "keys", flow: "keys", beginning: .init(to: "+18005550110")),
            Take(name: "recorder", flow: "recorder", beginning: .init(to: "+18005550112")),
            Take(name: "recorder-taken-up", flow: "recorder", beginning: .init(to: "+18005550112"), restarts: true),
            Take(name: "streams", flow: "streams", beginning: .init(to: "+18005550117")),
            Take(name: "offers-rejected", flow: "offers", beginning: .init(to: "+18005550105")),
            Take(name: "offers-redirected", flow: "offers", beginning: .init(to: "+18005550106")),
            Take(name: "loop", flow: "loop", beginning: .init(to: "+18005550107")),
            Take(name: "failing", flow: "failing", beginning: .init(to: "+18005550108")),
            Take(name: "night", flow: "night", beginning: .init(to: "+18005550109")),
            Take(name: "night-taken-up", flow: "night", beginning: .init(to: "+18005550109"), restarts: true),
            Take(
                name: "reception-taken-up", flow: "reception", beginning: .init(to: "+18005550199"), restarts: true),
            Take(
                name: "media-taken-up", flow: "media",
                beginning: .init(to: "+18005550101", keys: [["one", "two", "pound"], ["nine"], ["one"]]),
                restarts: true),
            Take(
                name: "media-unsure", flow: "media",
                beginning: .init(to: "+18005550101", keys: [["one", "two", "pound"], ["nine"], ["one"]]),
                lost: [2, 5, 9], cut: [1, 7]),
        ]

    static func record() async throws {
        let sources = try GoldenFiles.sources()
        try? FileManager.default.removeItem(at: GoldenFiles.folder(flowLevel))
        var environments: [String: FlowEnvironment] = [:]
        for take in takes {
            var environment = FlowEnvironment(config: ["GREETING": "Hello"])
            if take.usesPreview { environment.apiVersion = ServiceVersion.unmutePreview }
            if take.flow == "web" {
                environment.web = FlowWebRules(
                    allowedHosts: ["*.example.com"].compactMap { HostPattern($0) }, secrets: ["KEY"])
            }
            environments[environment.hash] = environment
            let course = FlowCourse(
                take.flow, sources, take.beginning, isExact: true, lost: take.lost, cut: take.cut)
            course.environment = environment
            if take.restarts { course.settings.asksPerSecond = 0 }
            var processes = 0
            while try await !course.run(steps: take.restarts ? 1 : 500) {
                processes += 1
                try #require(take.restarts && processes < 300, "\(take.name) never ends: \(course.service.texts)")
            }
            for (number, session) in try await course.memory.sessions(limit: 100).reversed().enumerated() {
                let export = try #require(try await JournalExport.session(session.id, in: course.memory))
                let name = take.name + (number == 0 ? "" : "-\(number + 1)")
                try GoldenFiles.write(export, level: flowLevel, name + ".json")
            }
        }
        try GoldenFiles.write(sources, environments: Array(environments.values), level: flowLevel)
    }
}
