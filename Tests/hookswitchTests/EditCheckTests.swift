import Testing

extension ProcessTests {
    /// What `hookswitch dev` says of an edit.
    @Suite struct EditCheckTests {
        private func flow(_ option: String, above: String = "") -> String {
            """
            \(above)flow { locale = "en-US", voice = "en-US-AvaNeural" }
            on("IncomingCall", { to = "+18005550199" }, function(call)
              call:answer()
              call:play { \(option) = "Good day." }
              call:hang_up { for_everyone = true }
            end)
            """
        }

        @Test func whatACheckFindsInAnEditIsLoggedOnce() async throws {
            let folder = try FlowFolder(["desk.lua": flow("text")])
            let server = try await DevServer.start(folder)
            #expect(!server.log.contains("rule="), "nothing is wrong: \(server.log)")
            try folder.write("desk.lua", flow("txt"))
            try await server.waits(for: "error call:play has no option 'txt' ")
            try await server.waits(
                for: #"hint="did you mean 'text'?" line=desk.lua:4:15 rule=unknown_option"#)
            // A line further down it is no news.
            try folder.write("desk.lua", flow("txt", above: "\n"))
            try folder.write("desk.lua", flow("tex", above: "\n"))
            try await server.waits(for: "no option 'tex' ")
            #expect(server.log.components(separatedBy: "no option 'txt'").count == 2, "\(server.log)")
            #expect(await server.stop() == 0)
        }

        @Test func aBrokenEditIsToldByWhoLoadsIt() async throws {
            let folder = try FlowFolder(["desk.lua": flow("text")])
            let server = try await DevServer.start(folder)
            try folder.write("desk.lua", flow("txt") + "\nend")
            try await server.waits(for: "a broken edit is not used")
            try folder.write("desk.lua", flow("tex"))
            try await server.waits(for: "no option 'tex' ")
            #expect(!server.log.contains("rule=syntax") && !server.log.contains("rule=load"), "\(server.log)")
            #expect(await server.stop() == 0)
        }
    }
}
