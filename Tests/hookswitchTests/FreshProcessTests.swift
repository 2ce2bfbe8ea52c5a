import CallModel
import Foundation
import Testing

/// Every flow of the project replays in other processes: with other hash seeds, time zones and locales.
extension ProcessTests {
    @Suite struct FreshProcessTests {
        /// How each flow is begun: a ringing phone's arguments, or a launch's.
        private static let beginnings: [String: [String]] = [
            "reception": ["--to", "+18005550199", "--from", "+14255550171", "--press", "1"],
            "gatekeeper": ["--to", "+18005550188", "--from", "+14255550172"],
            "attended": ["--to", "+18005550177", "--from", "+14255550173"],
            "handover": ["--to", "+18005550166", "--from", "+14255550174", "--press", "12345#"],
            "hours": ["--to", "+18005550155", "--from", "+14255550175", "--hang-up-after", "3"],
            "returning": ["--to", "+18005550144", "--from", "+14255550176"],
            "voicemail": ["--to", "+18005550122", "--from", "+14255550177", "--say", "Call me back.", "--press", "#"],
            "survey": ["--to", "+18005550133", "--from", "+14255550178", "--say", "good", "--say", "nothing"],
            "clinic": [
                "--to", "+18005550111", "--from", "+14255550180", "--press", "1,3", "--hang-up-after", "14",
            ],
            "transcript": [
                "--to", "+18005550121", "--from", "+14255550179", "--say", "Where are you?", "--hang-up-after", "12",
            ],
            "pin": ["--to", "+18005550115", "--from", "+14255550100", "--press", "1111,1234"],
            "reminder": ["--param", "to=+14255550115", "--param", "at=at nine"],
            "conference": [
                "--param", "members=+14255550111,+14255550112", "--param", "guests=+14255550113",
                "--param", "leaving=+14255550112", "--param", "seconds=0.1",
            ],
            "supervisor": ["--param", "room_id=99000000000000001", "--param", "seconds=0.1"],
        ]

        private static let folder =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/flows"

        private static let processes = [
            ["TZ": "UTC", "LC_ALL": "C"], ["TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8"],
            ["TZ": "America/New_York", "LC_ALL": "de_DE.UTF-8"], ["TZ": "Asia/Kolkata", "LC_ALL": "fr_FR.UTF-8"],
        ]

        /// Begins a session of every flow; the commands that follow them.
        private func beginAll(_ service: DurableService) async throws -> [RunningCommand] {
            try await service.tell("PUT", "phones/%2B14255550115", ["when_rung": "answer", "press": ["1"]])
            try await service.tell("PUT", "rooms/99000000000000001")
            try await service.tell("POST", "phones/8:acs:contoso_ada/join", ["room_id": "99000000000000001"])
            return try Self.beginnings.sorted { $0.key < $1.key }.map { flow, arguments in
                if arguments[0] == "--to" { return try service.call(arguments) }
                return try service.launch(["call", flow] + arguments)
            }
        }

        @Test func whatOneProcessHasWrittenReplaysInEveryOther() async throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
            #expect(Set(names) == Set(Self.beginnings.keys), "every flow of the project is begun here")
            let service = try await DurableService(FlowFolder(copying: Self.folder))
            let options = ["--always-replay", "--outbound-calls", "10"]
            let first = try await service.start(options, environment: Self.processes[0])
            for command in try await beginAll(service) { #expect(try await command.finished().status != 1) }

            // The file of a message comes after its call.
            let rows = try await service.offline("calls", "--json").output.split(separator: "\n").map {
                try JSONValue(parsing: Array($0.utf8))
            }
            let message = try #require(rows.first { $0["flow"] == "voicemail" }?["session"]?.stringValue)
            let kept = try RunningCommand("calls", message, "--follow", "--store", service.store)
            #expect(try await kept.finished().output.contains("finished"))

            // One more waits in its menu and is taken up elsewhere.
            let waiting = try service.call("--from", "+14255550100")
            try await waiting.waits(for: "recognize_started")
            let session = try await service.newest()
            let open = try RunningCommand("calls", session, "--follow", "--store", service.store)
            try await open.waits(for: "2 recognize on call 1: 202")
            first.kill()
            #expect(try await first.finished().errors.contains("does not replay") == false)
            let second = try await service.start(options, environment: Self.processes[1])
            try await service.press("2")
            #expect(try await waiting.finished().output.contains("transferred"))
            #expect(try await open.finished().output.contains("finished"))
            second.terminate()
            let end = try await second.finished()
            #expect(end.status == 0 && !end.errors.contains("does not replay"), "\(end.errors)")

            var lists: Set<String> = []
            for environment in Self.processes {
                let list = try await service.offline(["calls"], environment: environment).output
                lists.insert(list)
                #expect(list.components(separatedBy: "finished").count == Self.beginnings.count + 2, "\(list)")
                let replay = try await service.offline(
                    ["replay", "--all", "--finished", "--json"], environment: environment)
                #expect(replay.status == 0, "\(environment): \(replay.output)")
                let report = try JSONValue(parsing: replay.output)
                #expect(report["replayed"]?.intValue == Self.beginnings.count + 1)
            }
            #expect(lists.count == Self.processes.count, "the processes tell the time of different places")
            await service.stop()
        }
    }
}
