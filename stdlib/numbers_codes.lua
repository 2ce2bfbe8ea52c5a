--- Calling codes of all countries and areas by E.164, for std.numbers.
local codes = {}

-- Country and code, those that share a code by their order of size; a star where 0 goes before a number at home.
codes.list = " "
  .. "US1 AG1 AI1 AS1 BB1 BM1 BS1 CA1 DM1 DO1 GD1 GU1 JM1 KN1 KY1 LC1 MP1 MS1 PR1 SX1 TC1 TT1 VC1 VG1 VI1 EG20* "
  .. "SS211* MA212* EH212* DZ213* TN216 LY218* GM220 SN221 MR222 ML223 GN224 CI225 BF226 NE227 TG228 BJ229 MU230 "
  .. "LR231* SL232* GH233* NG234* TD235 CF236 CM237 CV238 ST239 GQ240 GA241 CG242 CD243* AO244 GW245 IO246 AC247 "
  .. "SC248 SD249* RW250* ET251* SO252* DJ253 KE254* TZ255* UG256* BI257 MZ258 ZM260* MG261* RE262* YT262* ZW263* "
  .. "NA264* MW265* LS266 BW267 SZ268 KM269 ZA27* SH290 TA290 ER291* AW297 FO298 GL299 GR30 NL31* BE32* FR33* ES34 "
  .. "GI350 PT351 LU352 IE353* IS354 AL355* MT356 CY357 FI358* AX358* BG359* HU36 LT370* LV371 EE372 MD373* AM374* "
  .. "BY375 AD376 MC377* SM378 UA380* RS381* ME382* XK383* HR385* SI386* BA387* MK389* IT39 VA39 RO40* CH41* CZ420 "
  .. "SK421* LI423* AT43* GB44* GG44* IM44* JE44* DK45 SE46* NO47 SJ47 PL48 DE49* FK500 BZ501 GT502 SV503 HN504 NI505 "
  .. "CR506 PA507 PM508* HT509 PE51* MX52 CU53* AR54* BR55* CL56 CO57* VE58* GP590* BL590* MF590* BO591* GY592 EC593* "
  .. "GF594* PY595* MQ596* SR597 UY598* CW599 BQ599 MY60* AU61* CC61* CX61* ID62* PH63* NZ64* SG65 TH66* TL670 NF672 "
  .. "BN673 NR674 PG675 TO676 SB677 VU678 FJ679 PW680 WF681 CK682 NU683 WS685 KI686* NC687 TV688 PF689 TK690 FM691 "
  .. "MH692 RU7 KZ7 JP81* KR82* VN84* KP850* HK852 MO853 KH855* LA856* CN86* BD880* TW886* TR90* IN91* PK92* AF93* "
  .. "LK94* MM95* MV960 LB961* JO962* SY963* IQ964* KW965 SA966* YE967* OM968 PS970* AE971* IL972* BH973 QA974 BT975 "
  .. "MN976* NP977* IR98* TJ992 TM993 AZ994* GE995* KG996* UZ998 "

-- Other prefixes at home, as patterns.
codes.trunks = { RU = "8", KZ = "8", TM = "8", BY = "80?", HU = "06", LT = "[08]", MX = "0[14][45]?" }

-- What is dialled before a foreign number where that is not 00, as patterns; %d%d is the carrier's part.
codes.abroad = {
  AU = "0011", CC = "0011", CX = "0011", BR = "00%d%d", BY = "810", CO = "00%d", CU = "119", GY = "001", ID = "00%d",
  IL = "0[01]%d?", JP = "010", KE = "000", KR = "00%d", KZ = "810", MN = "001", NG = "009", RU = "810", SG = "0[01]%d",
  TH = "001", TJ = "810", TM = "810", TW = "00%d", TZ = "000", UG = "000",
}

-- Those that share a code with others, by how their numbers begin.
codes.shared = {
  ["1"] = {
    AG = "268", AI = "264", AS = "684", BB = "246", BM = "441", BS = "242", DM = "767", DO = "809 829 849", GD = "473",
    GU = "671", JM = "658 876", KN = "869", KY = "345", LC = "758", MP = "670", MS = "664", PR = "787 939", SX = "721",
    TC = "649", TT = "868", VC = "784", VG = "284", VI = "340",
    CA = "204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 "
      .. "514 519 548 579 581 584 587 600 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 "
      .. "902 905",
  },
  ["7"] = { KZ = "6 7" }, ["39"] = { VA = "06698" }, ["47"] = { SJ = "79" },
  ["44"] = { GG = "1481 7781 7839 7911", JE = "1534 7509 7700 7797 7829 7937", IM = "1624 74576 7524 7624 7924" },
  ["61"] = { CC = "89162", CX = "89164" }, ["212"] = { EH = "5288 5289" }, ["262"] = { YT = "269 639" },
  ["290"] = { TA = "8" }, ["358"] = { AX = "18" }, ["599"] = { BQ = "3 4 7" },
}

return codes
