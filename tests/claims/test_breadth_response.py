"""Breadth of the reader for responses, norms and opinions: plain sentences of many kinds of writing, and traps beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pytest

from tocsin import claims, intake, reading
from tocsin.codebook import load

NEWS, OPED = "news", "commentary"

ROWS: tuple[tuple[str, str, str], ...] = (
    # request
    ("request", NEWS, "Burundi's president asked Uganda to send a battalion to the capital before the weekend."),
    ("request", NEWS, "The mayor of Bunia made an impassioned plea to the Security Council for more peacekeepers."),
    ("request", NEWS, "Aid agencies have called on Sudan to open the road to El Fasher for food convoys."),
    ("request", NEWS, "Gambia's foreign minister sought Senegal's help in restoring order after the massacre."),
    ("request", NEWS, "The government sent a letter to the African Union requesting 500 police officers."),
    ("request", NEWS, "Twenty-two organisations wrote to the Security Council urging it to act to stop the killing."),
    ("request", NEWS, "Ukraine has asked the OSCE for monitors along the border."),
    # offer
    ("offer", NEWS, "Ghana has offered 300 soldiers for a peace force in Liberia."),
    ("offer", NEWS, "Norway said it was prepared to host talks between the junta and the rebels."),
    ("offer", NEWS, "Qatar's foreign minister made an offer to mediate between the two generals."),
    ("offer", NEWS, "Rwanda came forward with an offer of two battalions for the Central African Republic."),
    ("offer", NEWS, "Turkey volunteered to act as a go-between with the militia besieging the city."),
    # referral
    ("referral", NEWS, "The Security Council referred the situation in Darfur to the International Criminal Court."),
    ("referral", NEWS, "Washington deferred to the African Union on the fighting in Darfur."),
    ("referral", NEWS, "The UN left it to ECOWAS to deal with the massacre in Liberia."),
    ("request", NEWS, "London asked the Commonwealth to take up the killings in Fiji."),
    ("referral", NEWS, "France handed the dossier on the massacre over to the European Union."),
    # refusal
    ("refusal", NEWS, "Nigeria ruled out sending troops to Burundi."),
    ("refusal state_will", NEWS, "The Kremlin said it had no plans to send peacekeepers to Kyrgyzstan."),
    ("refusal", NEWS, "Mali's plea for helicopters fell on deaf ears in Brussels."),
    ("refusal", NEWS, "Kenya stopped short of backing a no-fly zone over Somalia."),
    ("refusal", NEWS, "Myanmar refused entry to a UN fact-finding mission on the Rohingya massacre."),
    ("refusal", NEWS, "Uganda cold-shouldered an appeal by Kinshasa for peacekeepers."),
    ("refusal", NEWS, "Russia vetoed a draft resolution on Syria."),
    ("refusal", NEWS, "Zambia put off a decision on sending troops to Congo, where militiamen killed 40 villagers."),
    ("none", NEWS, "The striker turned down an offer from a rival club and refused to comment."),
    # deliberation
    ("deliberation", NEWS, "The Security Council held closed-door talks on the massacre in Rwanda."),
    ("deliberation", NEWS, "African Union ambassadors met behind closed doors on the killings in Burundi."),
    ("deliberation", NEWS, "The Security Council was briefed on the fighting in Abyei on Tuesday."),
    ("deliberation", NEWS, "The Human Rights Council took up the killings in Homs at a special session."),
    ("deliberation", NEWS, "Foreign ministers of ASEAN spoke by telephone about the violence in Rakhine."),
    ("deliberation", NEWS, "Presidents of five West African states gathered in Accra to discuss the massacre in Liberia."),
    ("none", NEWS, "The board of the airline met on Tuesday to discuss the merger with its rival."),
    # inaction
    ("inaction", NEWS, "The Security Council took no action on the massacre in Srebrenica."),
    ("inaction", NEWS, "The Security Council adjourned without a decision on Rwanda, where thousands were killed."),
    ("inaction", NEWS, "The Security Council rose without a statement on the killings in East Timor."),
    ("inaction", NEWS, "The African Union failed to act as militiamen killed villagers in Darfur."),
    # decision
    ("decision", NEWS, "The Security Council approved a force of 4,000 for the Central African Republic."),
    ("decision", NEWS, "The Security Council passed a resolution extending the mandate of the mission in Congo."),
    ("decision", NEWS, "Parliament in Nairobi gave its blessing to the deployment of troops in Somalia."),
    ("decision", NEWS, "NATO signed off on air strikes against Serb artillery around Sarajevo."),
    ("decision", NEWS, "The Peace and Security Council of the African Union renewed the mission's mandate in Darfur."),
    ("none", NEWS, "The council approved a budget for the tram line and the public library."),
    # deployment
    ("deployment", NEWS, "France sent 600 soldiers to Bangui to protect civilians."),
    ("deployment", NEWS, "The first Rwandan peacekeepers touched down in El Fasher on Sunday."),
    ("deployment", NEWS, "Nigerian blue helmets took up positions around Monrovia after the massacre."),
    ("deployment", NEWS, "A contingent of 120 Kenyan police officers landed in Port-au-Prince on Tuesday."),
    ("deployment", NEWS, "The European Union stationed observers along the border of Georgia."),
    # sanction
    ("sanction", NEWS, "The European Union imposed an arms embargo on Myanmar."),
    ("sanction", NEWS, "The United States froze the assets of three Sudanese commanders."),
    ("sanction", NEWS, "The African Union suspended Mali after the coup."),
    ("sanction", NEWS, "Canada slapped a travel ban on five Syrian generals."),
    ("sanction", NEWS, "Washington expelled Syria's ambassador over the massacre in Houla."),
    ("none", NEWS, "The federation suspended the striker for three matches after a red card."),
    # mediation
    ("mediation", NEWS, "Algeria is mediating between the junta in Bamako and Tuareg rebels."),
    ("mediation", NEWS, "The archbishop of Bangui acted as a go-between between the militias."),
    ("mediation", NEWS, "Kofi Annan brokered a truce between the two Kenyan leaders after weeks of killings."),
    ("mediation", NEWS, "Qatar brought the rebels and the government of Sudan to the negotiating table."),
    ("mediation", NEWS, "An envoy of the African Union has been shuttling between Khartoum and Juba."),
    # aid
    ("aid", NEWS, "The World Food Programme delivered 200 tonnes of flour to Aleppo."),
    ("aid", NEWS, "Turkey flew blankets and medicine to the camps around Osh."),
    ("aid", NEWS, "The Red Cross handed out food to 12,000 displaced people in Goma."),
    ("aid", NEWS, "The European Commission released 5 million euros in emergency aid for Darfur."),
    ("aid", NEWS, "The Red Cross set up a field hospital for the wounded in Bangui."),
    # evacuation
    ("evacuation", NEWS, "French helicopters evacuated 300 foreigners from Abidjan."),
    ("evacuation", NEWS, "India brought home 650 of its students from Kyiv."),
    ("evacuation", NEWS, "The UN pulled its staff out of Juba after the killings."),
    ("evacuation", NEWS, "Marines airlifted embassy workers from Mogadishu to safety."),
    ("evacuation", NEWS, "Two ships carried 900 Chinese workers out of Libya after militiamen killed dozens of villagers."),
    # investigation
    ("investigation", NEWS, "The Human Rights Council set up a commission of inquiry into the killings in Gaza."),
    ("investigation", NEWS, "The International Criminal Court opened an investigation into crimes in Burundi."),
    ("investigation", NEWS, "UN experts are looking into reports of mass graves near Tarhuna."),
    ("investigation", NEWS, "The International Criminal Court issued an arrest warrant for Sudan's president."),
    ("investigation", NEWS, "A tribunal in Arusha found the former mayor guilty of genocide."),
    ("none", NEWS, "The regulator opened an investigation into the merger of two retailers."),
    # condemnation
    ("condemnation", NEWS, "The European Union strongly condemned the massacre in Houla."),
    ("condemnation", NEWS, "Amnesty International slammed the killing of protesters in Conakry."),
    ("condemnation", NEWS, "The UN secretary-general said he was appalled by the killings in Juba."),
    ("condemnation", NEWS, "The Vatican expressed revulsion at the slaughter of worshippers in Jos."),
    ("condemnation", NEWS, "Ethiopia held Eritrea responsible for the attack on Badme."),
    ("none", NEWS, "Critics slammed the film's director for its dull second act and thin plot."),
    # pledge
    ("pledge", NEWS, "Germany promised 40 million euros for refugees in Lebanon."),
    ("pledge", NEWS, "Uganda committed itself to sending 1,500 soldiers to Somalia."),
    ("pledge", NEWS, "The prime minister of Ethiopia gave an assurance that the army would protect civilians in Gambella."),
    ("pledge", NEWS, "Britain's foreign secretary vowed never to allow another Rwanda and to prevent mass atrocities."),
    ("none", NEWS, "The groom promised the bride a honeymoon in Rome at the wedding."),
    # agreement
    ("agreement", NEWS, "The government of Sudan and the rebels signed a ceasefire in Juba."),
    ("agreement", NEWS, "Both sides in Yemen agreed to a truce for the port of Hodeidah."),
    ("agreement", NEWS, "Armenia and Azerbaijan initialled a peace accord on Monday."),
    ("agreement", NEWS, "Serbia accepted the deployment of 2,000 unarmed monitors in Kosovo."),
    ("agreement concession", NEWS, "The rebels laid down their arms under a deal with Bangui."),
    # withdrawal
    ("withdrawal", NEWS, "Belgium withdrew its peacekeepers from Rwanda after ten of them were killed."),
    ("withdrawal", NEWS, "Serbian troops pulled back from the outskirts of Srebrenica."),
    ("withdrawal", NEWS, "Eritrea told the UN to remove its peacekeepers from the border."),
    ("withdrawal", NEWS, "The African Union brought its soldiers home from Darfur."),
    ("withdrawal", NEWS, "Chad asked the UN mission to leave by the end of the year."),
    # support
    ("support", NEWS, "Russia threw its weight behind the government in Damascus after the massacre."),
    ("support", NEWS, "The European Union voiced full support for the African Union's mission in Somalia."),
    ("support", NEWS, "France welcomed Nigeria's decision to send troops to Liberia."),
    ("support", NEWS, "Kenya sided with Khartoum over the killings in Darfur."),
    # cooperation
    ("cooperation", NEWS, "Rwanda is cooperating with the tribunal investigating the genocide."),
    ("cooperation", NEWS, "Libya's new government handed investigators its files on the prison massacre."),
    ("cooperation", NEWS, "Sudan opened its archives to UN investigators of the killings in Darfur."),
    ("cooperation", NEWS, "Chad and the UN mission joined hands to patrol the camps along the border."),
    # concession
    ("concession", NEWS, "The junta in Myanmar freed 300 political prisoners."),
    ("concession", NEWS, "Egypt's government lifted the curfew in Cairo."),
    ("concession", NEWS, "The president of Guinea bowed to protesters and sacked his interior minister."),
    ("concession", NEWS, "Syria's government restored internet access after weeks of protests."),
    ("none", NEWS, "The manager resigned after the club lost its third cup match."),
    # invocation
    ("invocation", NEWS, "France invoked the responsibility to protect in calling for action on Myanmar."),
    ("invocation", OPED, "Every State owes its people protection from genocide and ethnic cleansing."),
    ("invocation", OPED, "Sovereignty carries a duty to shield those who live under it from mass atrocities."),
    ("invocation", NEWS, "What happened in Osh is a clear case of a State failing its responsibility to protect, argues Lena Ofori."),
    ("invocation", NEWS, "Russia claimed it acted in South Ossetia to stop genocide, a claim met with disbelief."),
    ("invocation", NEWS, "The Kremlin cited the responsibility to protect to justify its invasion, to general disbelief."),
    ("none", NEWS, "The company has a duty to protect its customers' passwords, the software firm said."),
    # characterisation
    ("characterisation", NEWS, "For Adama Dieng, what happened at Bentiu is genocide."),
    ("characterisation", NEWS, "The killings in Masalit districts bear the hallmarks of ethnic cleansing, the envoy said."),
    ("characterisation", NEWS, "Human Rights Watch said the attacks may amount to crimes against humanity."),
    ("characterisation", NEWS, "In the words of the bishop of Juba, the raid was genocide."),
    ("characterisation", NEWS, "The tribunal ruled that the killings at Srebrenica constituted genocide."),
    # option
    ("option", OPED, "It is time to send monitors to Osh."),
    ("option", OPED, "The Security Council could do worse than ask the OSCE to send police to Kyrgyzstan."),
    ("option", OPED, "What is needed is a commission of inquiry with the power to name the killers."),
    ("option", OPED, "The case for sanctions on the junta is strong."),
    ("option", OPED, "One course open to the African Union is to send observers to Darfur."),
    ("option", OPED, "The Council ought to be asked to send peacekeepers to the camps."),
    ("option", OPED, "Why not send a mediator before the next massacre?"),
    # precedent
    ("precedent", OPED, "Quiet mediation by Kofi Annan kept Kenya from civil war in 2008."),
    ("precedent", OPED, "Had peacekeepers acted in 1994, hundreds of thousands of Rwandans would have lived."),
    ("precedent", OPED, "But for the monitors, Macedonia would have gone the way of Bosnia."),
    ("precedent", OPED, "It took British troops to end the slaughter in Sierra Leone in 2000."),
    ("precedent", OPED, "East Timor was pulled back from the brink by an Australian-led force in 1999."),
    ("precedent", OPED, "Sanctions did nothing to stop the killing in Bosnia in 1993."),
    # opinion
    ("opinion", OPED, "The European Union has done next to nothing for the Rohingya."),
    ("opinion", OPED, "The African Union has yet to lift a finger for the people of Darfur."),
    ("opinion", OPED, "The statement from Geneva was too little, too late for the villagers killed at Houla."),
    ("opinion", OPED, "Not London, not Paris, not even Washington has said a word about the massacre."),
    ("opinion", OPED, "Neither Moscow nor Beijing has shown the least concern for the victims."),
    ("opinion", OPED, "Where is the Arab League while Homs is shelled?"),
    ("opinion", OPED, "Moscow may have its reasons, but its silence on the killings is indefensible."),
    ("opinion", OPED, "The president of Kyrgyzstan is no saint."),
    ("opinion", OPED, "The world has looked away from the slaughter in Tigray for two years."),
)


@lru_cache(maxsize=1)
def _found() -> Mapping[str, frozenset[str]]:
    """The kinds of claim read in each sentence, every sentence a report of its own."""
    book = load()
    reports = [intake.clean(text, published="2012-06-14", genre=genre, id=f"b{n}") for n, (_, genre, text) in enumerate(ROWS)]
    return {
        ROWS[int(report.id[1:])][2]: frozenset(c.kind for c in claims.extract(report, read, codebook=book))
        for report, read in reading.read(reports, codebook=book)
    }


@pytest.mark.parametrize(("kind", "genre", "text"), ROWS)
def test_a_plain_sentence_is_read_as_its_kind(kind: str, genre: str, text: str) -> None:
    found = _found()[text]
    if kind == "none":
        assert not found, f"{genre}: {found}"
    else:
        assert found.intersection(kind.split()), f"{genre}: {found}"
