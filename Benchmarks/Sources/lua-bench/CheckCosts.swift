import FlowCheck
import FlowEngine
import LuaSyntax
import Measuring

/// What `hookswitch check` costs beside reading and loading the same flow.
enum CheckCosts {
    /// One of the handlers that a flow is made of.
    private static func handler(_ number: Int) -> String {
        let digits = String(1_000 + number)
        return """
            local desks\(number) = { sales = "+1425555\(digits)", support = "+1206555\(digits)" }
            local function ask\(number)(call, text)
              local heard, err = call:recognize { text = text, dtmf = { max = 1 }, initial_silence_timeout = 10 }
              if not heard then log.info("nothing", { reason = err.reason }) end
              return heard and heard.tones, err
            end
            on("IncomingCall", { to = "+1800555\(digits)" }, function(call, event)
              call:answer()
              log.info("a call", { from = call.from, name = event.caller_display_name })
              for try = 1, 3 do
                local key = ask\(number)(call, "For sales press 1, for support press 2.")
                if key == "1" or key == "2" then
                  local desk = key == "1" and desks\(number).sales or desks\(number).support
                  local taken, err = call:transfer { target = desk, operation_context = "desk" .. try }
                  if taken then return end
                  log.warning("nobody took the call", { desk = desk, reason = err.reason })
                end
              end
              call:play { text = "Goodbye." }
              call:hang_up { for_everyone = true }
            end)

            """
    }

    private static func flow(lines: Int) -> String {
        let head = "flow { locale = \"en-US\", voice = \"en-US-AvaNeural\", caller_id = \"+18005550199\" }\n"
        // A file has at most 200 local variables.
        return head + (0..<(lines - 1) / 21).map { "do\n" + handler($0).dropLast() + "end\n" }.joined()
    }

    static func run(rounds: Int) async throws {
        print("| a flow of | read as a tree, ms | loaded, ms | loaded and checked, ms | ratio to loading | wanted |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        let environment = FlowEnvironment(aiResource: "https://example.cognitiveservices.azure.com")
        for lines in [100, 1_000, 4_000] {
            let source = Array(flow(lines: lines).utf8)
            let sources = FlowSources(files: ["bench.lua": source])
            let folder = FolderOfFlows(sources, environment: environment)
            var (read, loaded, checked) = ([Double](), [Double](), [Double]())
            for round in 0...rounds {
                let start = processNanoseconds()
                _ = try LuaParser.parse(source)
                let afterRead = processNanoseconds()
                let problems = FlowLoader.load(sources, environment: environment).problems
                let afterLoad = processNanoseconds()
                let findings = await FlowCheck().findings(in: folder)
                let end = processNanoseconds()
                guard problems.isEmpty, findings.isEmpty else {
                    throw BenchmarkFault("\(problems.map(\.description) + findings.prefix(3).map(\.description))")
                }
                // The first warms up.
                guard round > 0 else { continue }
                read.append((afterRead - start) / 1e6)
                loaded.append((afterLoad - afterRead) / 1e6)
                checked.append((end - afterLoad) / 1e6)
            }
            let ratio = median(zip(checked, loaded).map { $0 / $1 })
            print(
                "| \(grouped(source.count { $0 == 0x0A })) lines | \(text(median(read), digits: 2)) "
                    + "| \(text(median(loaded), digits: 2)) | \(text(median(checked), digits: 2)) "
                    + "| \(text(ratio, digits: 1)) | \(lines == 1_000 ? "< 100 ms" : "") |")
        }
    }
}
