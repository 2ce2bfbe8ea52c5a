import Foundation
import FoundationNetworking
import Testing

/// The flows of the project, called as their READMEs say.
extension ProcessTests {
    @Suite struct FlowsTests {
        private func server() async throws -> DevServer {
            try await DevServer.start(FlowFolder(copying: projectFolder + "/flows"))
        }

        private var projectFolder: String {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
        }

        @Test func everyFlowHasAReadmeAndPassesTheCheck() async throws {
            let flows = projectFolder + "/flows"
            for name in try FileManager.default.contentsOfDirectory(atPath: flows) {
                #expect(FileManager.default.fileExists(atPath: "\(flows)/\(name)/README.md"), "\(name)")
            }
            #expect(try await Command.run("check", flows).status == 0)
        }

        @Test(arguments: [("1", "+14255550123"), ("2", "+14255550124")])
        func receptionTransfersToTheDeskOfTheKey(_ key: String, _ desk: String) async throws {
            let server = try await server()
            let call = try await server.call("--press", key)
            #expect(call.status == 0)
            #expect(call.output.contains("transfer_started    to \(desk)"))
            #expect(call.output.contains("transferred"))
            #expect(await server.stop() == 0)
        }

        @Test func receptionAsksAgainAndThenSaysGoodbye() async throws {
            let server = try await server()
            let call = try await server.call("--press", "9,,8")
            #expect(call.output.contains("That is not on the menu."))
            #expect(call.output.contains("I did not hear anything."))
            #expect(call.output.contains("Goodbye."))
            #expect(call.output.contains("the application ended the call for everyone"))
            #expect(await server.stop() == 0)
        }

        @Test(arguments: ["busy", "decline"])
        func receptionApologisesWhenTheDeskDoesNotTakeTheCall(_ reaction: String) async throws {
            let server = try await server()
            try await server.put("phones/%2B14255550123", #"{"when_rung":"\#(reaction)"}"#)
            let call = try await server.call("--press", "1")
            #expect(call.output.contains("transfer_failed"))
            #expect(call.output.contains("Nobody is free at the moment."))
            #expect(call.output.contains("the application ended the call for everyone"))
            #expect(await server.stop() == 0)
        }

        @Test(arguments: [("+14255550166", "486"), ("+14255550167", "403"), ("+14255550168", "603")])
        func gatekeeperRejectsByItsList(_ caller: String, _ code: String) async throws {
            let server = try await server()
            let call = try await server.call("--from", caller, "--to", "+18005550188")
            #expect(call.status == 2)
            #expect(call.output.contains("the caller sees \(code)"))
            #expect(await server.stop() == 0)
        }

        @Test func gatekeeperLetsOthersIn() async throws {
            let server = try await server()
            let call = try await server.call("--to", "+18005550188")
            #expect(call.status == 0)
            #expect(call.output.contains("Welcome. You may pass."))
            #expect(await server.stop() == 0)
        }
    }
}
