import CallEmulator
import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import FlowTesting

/// Calls become specs: a story is played, its journal is written as a spec, and that is played.
struct SpecWriterTests {
    /// The actions of the first session that a case has, and what it logged, by running it on a stage of our own.
    private func played(
        _ spec: String, flows: [String: String]
    ) throws -> (records: [JournalRecord], problem: SpecProblem?) {
        let suite = SpecBench.suite(spec, flows: flows)
        try #require(suite.problems.isEmpty, "\(suite.problems)\n\(spec)")
        let entry = try #require(suite.entries.first)
        let world = try SpecWorld(entry.file)
        let stage = try VirtualStage(StageSettings(generation: entry.generation))
        defer { stage.end() }
        var problem: SpecProblem?
        do throws(SpecProblem) {
            try CaseRunner.drive(world, world.plan.entries[0], on: stage)
        } catch {
            problem = error
        }
        let limit = stage.now + 600
        while try stage.step(until: limit) {}
        let session = try #require(stage.sessions().first)
        return (stage.records(of: session), problem)
    }

    private func actions(_ records: [JournalRecord]) -> [String] {
        records.compactMap { record in
            guard case .request(let request) = record.body else { return nil }
            let body = try? JSONValue(parsing: request.request.body)
            let text = body?["playSources"]?.arrayValue?.first?["text"]?["text"]?.stringValue ?? ""
            return "\(request.action) \(text)"
        }
    }

    private static let menu = """
        flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          for _ = 1, 3 do
            local heard = call:recognize { text = "Press 1 for Bob.", dtmf = { max = 1 } }
            if heard and heard.tones == "1" then
              call:play { text = "One \\"moment\\"." }
              local ok, err = call:transfer { target = "+14255550123" }
              if ok then return end
              call:play { text = "Bob is " .. err.reason .. "." }
            end
          end
          wait_for("Signal", 600)
          call:play { text = "Goodbye." }
          call:hang_up { for_everyone = true }
        end)
        on("Launch", function(event)
          local call, err = create_call { target = event.params.to, timeout = 60 }
          if not call then return end
          sleep(event.params.pause)
          call:play { text = "Hello " .. event.params["first name"] .. "." }
          call:add_participant { target = "8:acs:contoso_ada" }
          call:hang_up { for_everyone = true }
        end)
        """

    @Test(arguments: [
        """
        local bob = phone "+14255550123"
        local call = caller:dial "+18005550199"
        caller:stays_silent()
        caller:presses "1"
        caller:hears "One"
        expect(call):has_ended()
        """,
        """
        local bob = phone "+14255550123"
        bob:busy()
        local call = caller:dial("+18005550199", { display_name = "Ada" })
        caller:presses "1"
        caller:hears "Bob is busy."
        caller:hears "Press 1"
        advance(0.7)
        caller:hangs_up()
        """,
        """
        local call = caller:dial "+18005550199"
        for _ = 1, 3 do caller:presses "9" end
        advance(45)
        call.session:signal("go", { n = 1 })
        caller:hears "Goodbye."
        expect(call):has_ended()
        """,
        """
        local bob = phone "+14255550177"
        bob:answers { after = 3 }
        phone("8:acs:contoso_ada"):declines()
        launch("desk", { to = "+14255550177", pause = 50, ["first name"] = "Bob" })
        bob:hears("Hello Bob.", { within = 100 })
        """,
        """
        phone("+14255550177"):busy()
        launch("desk", { to = "+14255550177", pause = 1 })
        """,
    ])
    func aSpecMadeOfACallIsThatCall(_ body: String) throws {
        let flows = ["desk": Self.menu]
        let first = try played("it('a', function() local caller = phone '+14255550100'\n\(body)\nend)", flows: flows)
        #expect(first.problem == nil)
        let export = try #require(JournalExport.session(first.records))
        let spec = try #require(SpecWriter.spec(of: export))
        let second = try played(spec, flows: flows)
        #expect(second.problem == nil, "\(second.problem.map { "\($0)" } ?? "")\n\(spec)")
        #expect(actions(second.records) == actions(first.records), "\(spec)")
    }

    @Test func numbersOfCallersAreHiddenUnlessAskedFor() throws {
        let story = "it('a', function() phone('+12065550142'):dial '+18005550199' advance(1) end)"
        let export = try #require(JournalExport.session(try played(story, flows: ["desk": Self.menu]).records))
        let spec = try #require(SpecWriter.spec(of: export))
        #expect(!spec.contains("+12065550142") && spec.contains("phone \"+14255550100\""), "\(spec)")
        #expect(try #require(SpecWriter.spec(of: export, isFull: true)).contains("phone \"+12065550142\""))
        #expect(SpecWriter.spec(of: ["records": []]) == nil)
    }
}
