import CallModel
import Foundation
import Testing

@testable import CallRuntime

/// Every flow of the project, run to its end, and run with the caller hanging up at each of its waits.
struct EveryFlowTests {
    /// What a flow is begun with.
    struct Beginning: Sendable {
        /// The number that is called; nil launches.
        var to: String?
        var params: JSONValue = [:]
        var keys: [[String]] = [["one"]]
    }

    /// One for each folder of `flows`; a flow without a line here fails the first test.
    static let beginnings: [String: Beginning] = [
        "reception": Beginning(to: "+18005550199"),
        "gatekeeper": Beginning(to: "+18005550188"),
        "attended": Beginning(to: "+18005550177"),
        "handover": Beginning(to: "+18005550166", keys: [["one", "two", "three"]]),
        "hours": Beginning(to: "+18005550155"),
        "returning": Beginning(to: "+18005550144"),
        "voicemail": Beginning(to: "+18005550122", keys: [["pound"]]),
        "pin": Beginning(to: "+18005550115", keys: [["one", "two", "three", "four"]]),
        "clinic": Beginning(to: "+18005550111", keys: [["one"], ["two"], ["pound"]]),
        "transcript": Beginning(to: "+18005550121"),
        "survey": Beginning(to: "+18005550133", keys: [["five"]]),
        "reminder": Beginning(params: ["to": "+14255550123", "at": "at nine"]),
        "conference": Beginning(
            params: [
                "members": "+14255550123,+14255550124", "guests": "+14255550125,8:acs:contoso_ada",
                "leaving": "+14255550124",
            ]),
        "supervisor": Beginning(params: ["server_call_id": "aHR0cHM6Ly9leGFtcGxl"]),
    ]

    private static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/flows"

    private static var names: [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return found.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/main.lua") }.sorted()
    }

    private static func driver(_ name: String, _ beginning: Beginning) throws -> MachineDriver {
        var modules: [String: String] = [:]
        for file in try #require(FileManager.default.enumerator(atPath: "\(folder)/\(name)")) {
            guard let path = file as? String, path.hasSuffix(".lua"), path != "main.lua" else { continue }
            modules["test/\(path)"] = try String(contentsOfFile: "\(folder)/\(name)/\(path)", encoding: .utf8)
        }
        let main = try String(contentsOfFile: "\(folder)/\(name)/main.lua", encoding: .utf8)
        return try MachineDriver(
            main, prelude: "", modules: modules, to: beginning.to ?? MachineDriver.called,
            launch: beginning.to == nil ? ["params": beginning.params] : nil, at: 1_000.25)
    }

    @Test func everyFlowIsRunHere() {
        #expect(Self.names == Self.beginnings.keys.sorted())
    }

    @Test(arguments: beginnings.keys.sorted())
    func aFlowRunsToItsEnd(_ name: String) throws {
        let beginning = try #require(Self.beginnings[name])
        let driver = try Self.driver(name, beginning)
        let service = AgreeableService(driver, keys: beginning.keys)
        var steps = 0
        while try service.step() {
            steps += 1
            try #require(steps < 500, "it never ends")
        }
        #expect(driver.end?.way == .finished, "\(driver.complaints)")
        #expect(driver.complaints.isEmpty)
        try driver.verify()
    }

    @Test(arguments: beginnings.keys.sorted())
    func aFlowMindsAHangUpAtEachWait(_ name: String) throws {
        let beginning = try #require(Self.beginnings[name])
        var wait = 0
        while true {
            let driver = try Self.driver(name, beginning)
            let service = AgreeableService(driver, keys: beginning.keys)
            var (steps, isOver) = (0, false)
            while steps < wait, !isOver {
                isOver = try !service.step()
                steps += 1
            }
            if isOver || driver.end != nil { break }
            service.hangUp()
            let before = driver.sends.count
            while try service.step() {
                steps += 1
                try #require(steps < 500, "it never ends after a hang-up at wait \(wait)")
            }
            #expect(driver.end?.way == .finished, "hang-up at wait \(wait): \(driver.complaints)")
            #expect(!driver.logs.contains { $0.level == "error" }, "hang-up at wait \(wait): \(driver.complaints)")
            #expect(driver.sends.count - before <= 2, "hang-up at wait \(wait): \(driver.sent)")
            try driver.verify()
            wait += 1
        }
        #expect(wait > 1)
    }
}
